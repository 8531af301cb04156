Attribute VB_Name = "JxcHost"
Option Explicit
' The only module that knows which program it runs in; what each does for itself stands in JxcExcel and JxcCalc.
' LibreOffice passes over lines that begin with # and compiles both branches, so every branch parses there, no procedure
' is defined twice, and what runs is chosen while running.

' vbObjectError + 513, as a number: LibreOffice takes no sum for a constant.
Public Const JXC_NO_PYTHON As Long = -2147220991

Public Function JxcHostIsCalc() As Boolean
#If VBA7 Then
    JxcHostIsCalc = False
#Else
    JxcHostIsCalc = True
#End If
End Function

Private Function IsMac() As Boolean
#If Mac Then
    IsMac = True
#Else
    IsMac = False
#End If
End Function

' Calls a Python function; a book is handed over only where Python has to read or write it.
Public Function JxcHostCall(ByVal place As String, ByVal fn As String, ByVal args As Variant, ByVal book As Object) As Variant
    If JxcHostIsCalc() Then
        JxcHostCall = JxcCalcCall(fn, args)
    ElseIf IsMac() Then
        JxcHostCall = JxcMacCall(args)
    ElseIf book Is Nothing Then
        JxcHostCall = JxcPython().CallUDF(place, fn, args)
    Else
        JxcHostCall = JxcPython().CallUDF(place, fn, args, book)
    End If
End Function

' Where functions are not answered by Python, they are answered from the report sheets.
Public Function JxcHostHasPython() As Boolean
    If JxcHostIsCalc() Then
        JxcHostHasPython = True
    ElseIf Not IsMac() Then
        JxcHostHasPython = JxcIsInstalled()
    End If
End Function

Public Sub JxcHostDrop()
    If Not JxcHostIsCalc() Then JxcDropPython
End Sub

' True for what COM says when the server is gone: no such server, unavailable, call failed, disconnected.
Public Function JxcHostIsGone(ByVal number As Long) As Boolean
    JxcHostIsGone = (number = 462 Or number = -2147023174 Or number = -2147023170 Or number = -2147417848)
End Function

' Names this book among all that may be open.
Public Function JxcHostBook() As String
    If JxcHostIsCalc() Then JxcHostBook = JxcCalcUrl() Else JxcHostBook = ThisWorkbook.FullName
End Function

Public Function JxcHostValues(ByVal cells As Object) As Variant
    If JxcHostIsCalc() Then JxcHostValues = JxcCalcValues(cells) Else JxcHostValues = cells.Value2
End Function

' LibreOffice would show an error value as a text of its own; there the name of the error stays.
Public Function JxcHostError(ByVal name As String, ByVal code As Long) As Variant
    If JxcHostIsCalc() Then JxcHostError = name Else JxcHostError = CVErr(code)
End Function

Public Sub JxcHostRecalculate()
    If JxcHostIsCalc() Then JxcCalcRecalculate Else Application.CalculateFull
End Sub

Public Sub JxcHostSay(ByVal text As String)
    If Not JxcHostIsCalc() Then MsgBox text, vbInformation, "JXC"
End Sub

Public Function JxcHostSure(ByVal text As String) As Boolean
    JxcHostSure = True
    If Not JxcHostIsCalc() Then JxcHostSure = (MsgBox(text, vbQuestion + vbOKCancel, "JXC") = vbOK)
End Function

Public Function JxcHostAsk(ByVal text As String, ByVal proposed As String) As String
    JxcHostAsk = InputBox(text, "JXC", proposed)
End Function

Public Function JxcHostPick() As String
    Dim picked As Variant
    picked = Application.GetOpenFilename()
    If VarType(picked) = vbString Then JxcHostPick = picked
End Function
