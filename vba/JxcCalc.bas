Attribute VB_Name = "JxcCalc"
Option Explicit
' LibreOffice: "jxc calc BOOK" hands over an object that answers.

Private mBridge As Object

Public Sub JxcCalcConnect(ByVal bridge As Variant)
    Set mBridge = bridge
End Sub

Public Function JxcCalcCall(ByVal fn As String, ByVal args As Variant) As Variant
    If mBridge Is Nothing Then Err.Raise JXC_NO_PYTHON, "jxc_xl", JxcText("say:no_python")
    JxcCalcCall = AsTable(mBridge.jxcCall(fn, args))
End Function

Public Function JxcCalcUrl() As String
#If VBA7 Then
#Else
    JxcCalcUrl = ThisComponent.URL
#End If
End Function

Public Sub JxcCalcRecalculate()
#If VBA7 Then
#Else
    ThisComponent.calculateAll
#End If
End Sub

' LibreOffice gives 0 for a cell that shows an error; its text tells.
Public Function JxcCalcValues(ByVal cells As Object) As Variant
    Dim values As Variant, row As Long, column As Long
    values = cells.Value
    If Not IsArray(values) Then
        If IsZero(values) Then values = ErrorIn(cells)
    Else
        For row = 1 To UBound(values, 1)
            For column = 1 To UBound(values, 2)
                If IsZero(values(row, column)) Then values(row, column) = ErrorIn(cells.Cells(row, column))
            Next column
        Next row
    End If
    JxcCalcValues = values
End Function

Private Function IsZero(ByVal value As Variant) As Boolean
    If VarType(value) = vbDouble Then IsZero = (value = 0)
End Function

Private Function ErrorIn(ByVal cell As Object) As Variant
    ErrorIn = cell.Text
    If Left(cell.Text, 1) <> "#" And Left(cell.Text, 4) <> "Err:" Then ErrorIn = 0
End Function

' Rows that came as an array of arrays, as one array of two dimensions.
Private Function AsTable(ByVal answer As Variant) As Variant
    Dim table() As Variant, row As Long, column As Long
    AsTable = answer
    If Not IsArray(answer) Then Exit Function
    ReDim table(UBound(answer), UBound(answer(0)))
    For row = 0 To UBound(answer)
        For column = 0 To UBound(answer(0))
            table(row, column) = answer(row)(column)
        Next column
    Next row
    AsTable = table
End Function
