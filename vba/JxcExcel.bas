Attribute VB_Name = "JxcExcel"
Option Explicit
' Excel on Windows: Python is a COM server, reached through the DLL of xlwings (BSD-3), which "jxc install" puts in place.
' Excel on a Mac:   buttons run Python through the AppleScript of xlwings; functions answer from the reports.

#If Mac Then
#Else
    #If Win64 Then
        Private Declare PtrSafe Function XlPy64 Lib "xlwings64.dll" Alias "XLPyDLLActivateAuto" (ByRef found As Variant, Optional ByVal command As String = "", Optional ByVal mode As Long = 1) As Long
    #Else
        Private Declare PtrSafe Function XlPy32 Lib "xlwings32.dll" Alias "XLPyDLLActivateAuto" (ByRef found As Variant, Optional ByVal command As String = "", Optional ByVal mode As Long = 1) As Long
    #End If
    Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
#End If

Private mPython As Object

Public Function JxcIsInstalled() As Boolean
    JxcIsInstalled = (Setting(DllKey()) <> "")
End Function

Public Sub JxcDropPython()
    Set mPython = Nothing
End Sub

' The command holds no path of a workbook, so one server answers all books.
Public Function JxcPython() As Object
    Dim found As Variant
    If mPython Is Nothing Then
        If Setting(DllKey()) = "" Then Err.Raise JXC_NO_PYTHON, "jxc_xl", JxcText("say:no_python")
        If Activate(found) <> 0 Then Err.Raise JXC_NO_PYTHON, "jxc_xl", CStr(found)
        Set mPython = found
    End If
    Set JxcPython = mPython
End Function

Private Function Activate(ByRef found As Variant) As Long
#If Mac Then
#Else
    If LoadLibraryW(StrPtr(Setting(DllKey()))) = 0 Then Err.Raise JXC_NO_PYTHON, "jxc_xl", JxcText("say:no_python")
    #If Win64 Then
        Activate = XlPy64(found, PythonCommand(), 1)
    #Else
        Activate = XlPy32(found, PythonCommand(), 1)
    #End If
#End If
End Function

Private Function PythonCommand() As String
    PythonCommand = Setting("clsid")
    If PythonCommand = "" Then PythonCommand = Chr(34) & Setting("exe") & Chr(34) & " -P -m jxc_xl.entry.server $(CLSID)"
End Function

Private Function Setting(ByVal name As String) As String
    Setting = GetSetting("jxc_xl", "python", name, "")
End Function

Private Function DllKey() As String
#If Win64 Then
    DllKey = "dll64"
#Else
    DllKey = "dll32"
#End If
End Function

' A Mac: a fresh Python for every button; it answers on the status bar.
Public Function JxcMacCall(ByVal args As Variant) As Variant
#If Mac Then
    Dim command As String, log As String
    command = "from jxc_xl.entry.ribbon import from_mac;from_mac('" & args(0) & "','" & Replace(args(1), "'", "\'") & "')"
    log = Environ("HOME") & "/jxc_xl.log"
    AppleScriptTask "xlwings-jxc_xl.applescript", "VbaHandler", "|" & MacPython() & "|" & command & "|" & ThisWorkbook.Name & "|" & Left(Application.Path, Len(Application.Path) - 4) & "|" & log
    JxcMacCall = ""
#End If
End Function

Private Function MacPython() As String
    Dim path As String, file As Integer
    path = Environ("HOME") & "/jxc_xl.conf"
    If Dir(path) = "" Then Err.Raise JXC_NO_PYTHON, "jxc_xl", JxcText("say:no_python")
    file = FreeFile
    Open path For Input As #file
    Line Input #file, MacPython
    Close #file
End Function
