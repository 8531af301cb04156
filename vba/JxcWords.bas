Attribute VB_Name = "JxcWords"
Option Explicit
' Words for people, from the sheet _jxc_, and the questions that buttons ask first.

Private Const LOST As String = "This book has lost its sheet _jxc_. Close it, then run: jxc doctor --fix BOOK"

' Whether the sheet with the words is there; people are told if not.
Public Function JxcHasWords() As Boolean
    Dim version As Variant
    On Error GoTo Gone
    version = ThisWorkbook.Worksheets("_jxc_").Range("jxc_version").Value
    JxcHasWords = True
    Exit Function
Gone:
    JxcHostSay LOST
End Function

' A text of the sheet _jxc_ in the language chosen; column 1 label, 2 screentip, 3 supertip.
Public Function JxcText(ByVal id As String, Optional ByVal column As Long = 1) As String
    Dim texts As Variant, row As Long
    texts = ThisWorkbook.Worksheets("_jxc_").Range("jxc_texts").Value
    For row = LBound(texts, 1) To UBound(texts, 1)
        If texts(row, LBound(texts, 2)) = id Then
            JxcText = texts(row, LBound(texts, 2) + 2 * column - 1 + IIf(JxcIsChinese(), 0, 1))
            Exit Function
        End If
    Next row
End Function

Private Function JxcIsChinese() As Boolean
    JxcIsChinese = ThisWorkbook.Worksheets("_jxc_").Range("jxc_lang").Value <> "en"
End Function

' Asks what an action has to know first; False when people think better of it.
Public Function JxcAsked(ByVal action As String, ByRef arg As String) As Boolean
    JxcAsked = True
    If action = "import" And arg = "" Then
        arg = JxcHostPick()
        JxcAsked = arg <> ""
    ElseIf arg = "" And JxcText("ask:" & action) <> "" Then
        arg = JxcHostAsk(JxcText("ask:" & action), Format(DateSerial(Year(Now), Month(Now), 0), "yyyy-mm"))
        JxcAsked = arg <> ""
    End If
    If JxcAsked And JxcText("sure:" & action) <> "" Then JxcAsked = JxcHostSure(JxcText("sure:" & action))
End Function
