Attribute VB_Name = "JxcBridge"
Option Explicit
' The only module that talks to Python: values go out, values and real error values come back.
' JxcBook says which book is asked and in which state: its stamps change with every command and every entry, so an
' index that Python keeps is never used for another state. They start anew whenever VBA does.

Private Const FUNCTIONS As String = "jxc_xl.entry.functions"
Private Const RIBBON As String = "jxc_xl.entry.ribbon"
Private Const NOT_READ As String = "#JXC!"

Public JxcLastError As String
Private mLedger As String
Private mEntries As String
Private mTouched As Long
Private mRefused As String
Private mIsBusy As Boolean

' Answers a worksheet function.
Public Function JxcCall(ByVal fn As String, ByVal args As Variant) As Variant
    Dim answer As Variant
    If Not JxcHostHasPython() Then
        JxcCall = JxcOut(JxcReported(fn, args))
        Exit Function
    End If
    answer = Ask(FUNCTIONS, fn, args, Nothing)
    If IsText(answer, NOT_READ) Then
        answer = Ask(FUNCTIONS, "jxc_read", Array(args(0)), ThisWorkbook)
        answer = Ask(FUNCTIONS, fn, args, Nothing)
    End If
    JxcCall = JxcOut(answer)
End Function

' Carries out what a button asks: an action, and its argument after a blank. A second press waits for the first to end.
Public Sub JxcDo(ByVal tag As String)
    Dim action As String, arg As String
    action = Split(tag & " ", " ")(0)
    arg = Mid(tag, Len(action) + 2)
    If Not JxcHasWords() Then Exit Sub
    If mIsBusy Then
        JxcHostSay JxcText("say:busy")
    ElseIf JxcAsked(action, arg) Then
        mIsBusy = True
        CarryOut action, arg
        mIsBusy = False
    End If
End Sub

Private Sub CarryOut(ByVal action As String, ByVal arg As String)
    Dim said As Variant
    On Error GoTo Failed
    JxcLastError = ""
    mRefused = ""
    said = Ask(RIBBON, "jxc_do", Array(action, arg), ThisWorkbook)
    JxcTouch
    JxcHostRecalculate
    JxcRefresh
    If JxcLastError <> "" Then
        JxcHostSay JxcText("say:failed") & vbLf & JxcLastError
    ElseIf VarType(said) = vbString Then
        If said <> "" Then JxcHostSay said
    End If
    Exit Sub
Failed:
    JxcHostSay Err.Description
End Sub

' LibreOffice hands over the object that answers.
Public Sub JxcConnect(ByVal bridge As Variant)
    JxcCalcConnect bridge
    mRefused = ""
    JxcTouch
End Sub

' Which book is asked, and in which state.
Public Function JxcBook() As String
    If mLedger = "" Then JxcTouch
    JxcBook = JxcHostBook() & "|" & mLedger & "|" & mEntries
End Function

' The ledger may have changed, and the entries with it.
Public Sub JxcTouch()
    mTouched = mTouched + 1
    mLedger = CStr(CDbl(Now)) & "/" & CStr(CDbl(Timer)) & "/" & CStr(mTouched)
    mEntries = mLedger
End Sub

' Somebody typed into one of our sheets.
Public Sub JxcTouchEntries()
    mTouched = mTouched + 1
    mEntries = CStr(mTouched)
End Sub

' One call of Python; a server that is gone is started again once, one that will not start is not asked again until a button is pressed.
Private Function Ask(ByVal place As String, ByVal fn As String, ByVal args As Variant, ByVal book As Object) As Variant
    Dim isSecond As Boolean
    Ask = "#VALUE!"
    If mRefused <> "" Then Exit Function
    On Error GoTo Failed
Again:
    Ask = JxcHostCall(place, fn, args, book)
    Exit Function
Failed:
    If JxcHostIsGone(Err.Number) And Not isSecond Then
        isSecond = True
        JxcHostDrop
        Resume Again
    End If
    JxcLastError = Split(Err.Description & vbLf, vbLf)(0)
    If Err.Number = JXC_NO_PYTHON Then mRefused = JxcLastError
    Ask = "#VALUE!"
End Function

Private Function IsText(ByVal value As Variant, ByVal text As String) As Boolean
    If VarType(value) = vbString Then IsText = value = text
End Function
