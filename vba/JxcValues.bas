Attribute VB_Name = "JxcValues"
Option Explicit
' What goes to Python and what comes back, as values; and, without Python, what the report sheets say.

' An argument as a value; a missing one is Empty.
Public Function JxcIn(Optional ByVal value As Variant) As Variant
    If IsMissing(value) Then
        JxcIn = Empty
    ElseIf IsObject(value) Then
        JxcIn = JxcHostValues(value)
    Else
        JxcIn = value
    End If
End Function

' Names of errors become error values.
Public Function JxcOut(ByVal answer As Variant) As Variant
    Dim row As Long, column As Long
    If Not IsArray(answer) Then
        JxcOut = ErrorOr(answer)
        Exit Function
    End If
    For row = LBound(answer, 1) To UBound(answer, 1)
        For column = LBound(answer, 2) To UBound(answer, 2)
            answer(row, column) = ErrorOr(answer(row, column))
        Next column
    Next row
    JxcOut = answer
End Function

Private Function ErrorOr(ByVal value As Variant) As Variant
    ErrorOr = value
    If VarType(value) <> vbString Then Exit Function
    If Left(value, 1) <> "#" Then Exit Function
    Select Case value
        Case "#NULL!": ErrorOr = JxcHostError(value, 2000)
        Case "#DIV/0!": ErrorOr = JxcHostError(value, 2007)
        Case "#VALUE!": ErrorOr = JxcHostError(value, 2015)
        Case "#REF!": ErrorOr = JxcHostError(value, 2023)
        Case "#NAME?": ErrorOr = JxcHostError(value, 2029)
        Case "#NUM!": ErrorOr = JxcHostError(value, 2036)
        Case "#N/A": ErrorOr = JxcHostError(value, 2042)
    End Select
End Function

' Without Python: what the report sheets say, for functions of one argument whose answer stands there.
Public Function JxcReported(ByVal fn As String, ByVal args As Variant) As Variant
    Dim map As Variant, row As Long, i As Long
    JxcReported = "#N/A"
    For i = 2 To UBound(args)
        If Not IsEmpty(args(i)) Then Exit Function
    Next i
    map = ThisWorkbook.Worksheets("_jxc_").Range("jxc_answers").Value
    For row = LBound(map, 1) To UBound(map, 1)
        If map(row, LBound(map, 2)) = fn Then JxcReported = Reported(CStr(map(row, LBound(map, 2) + 1)), CStr(map(row, LBound(map, 2) + 2)), args(1))
    Next row
End Function

Private Function Reported(ByVal table As String, ByVal heading As String, ByVal sku As Variant) As Variant
    Dim sheet As Object, list As Object, found As Variant
    Reported = "#N/A"
    If IsArray(sku) Or IsEmpty(sku) Then Exit Function
    For Each sheet In ThisWorkbook.Worksheets
        For Each list In sheet.ListObjects
            If list.Name = table Then
                found = Application.Match(sku, list.ListColumns(1).DataBodyRange, 0)
                If Not IsError(found) Then Reported = JxcHostValues(list.ListColumns(heading).DataBodyRange.Cells(found, 1))
            End If
        Next list
    Next sheet
End Function
