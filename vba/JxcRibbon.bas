Attribute VB_Name = "JxcRibbon"
Option Explicit
' What the ribbon and the buttons on sheets call: one line each.

Private mRibbon As IRibbonUI

Public Sub OnLoad(ribbon As IRibbonUI)
    Set mRibbon = ribbon
End Sub

Public Sub GetLabel(control As IRibbonControl, ByRef returnedVal)
    returnedVal = JxcText(control.ID, 1)
End Sub

Public Sub GetScreentip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = JxcText(control.ID, 2)
End Sub

Public Sub GetSupertip(control As IRibbonControl, ByRef returnedVal)
    returnedVal = JxcText(control.ID, 3)
End Sub

Public Sub GetEnabled(control As IRibbonControl, ByRef returnedVal)
    returnedVal = JxcIsOurs(ActiveWorkbook)
End Sub

Public Sub OnAction(control As IRibbonControl)
    JxcDo control.Tag
End Sub

' Labels again, after the language has changed. The ribbon object is lost when VBA stops; then labels wait for the next opening.
Public Sub JxcRefresh()
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
End Sub

Public Sub DoCheck()
    JxcDo "check"
End Sub

Public Sub DoPost()
    JxcDo "post"
End Sub

Public Sub DoUndo()
    JxcDo "undo"
End Sub

Public Sub DoRecalc()
    JxcDo "recalc"
End Sub

Public Sub DoNewPurchase()
    JxcDo "new purchases"
End Sub

Public Sub DoNewReceipt()
    JxcDo "new receipts"
End Sub

Public Sub DoNewSale()
    JxcDo "new sales"
End Sub

Public Sub DoNewReturn()
    JxcDo "new returns"
End Sub

Private Function JxcIsOurs(ByVal book As Workbook) As Boolean
    Dim item As Object
    For Each item In book.Names
        If item.Name = "jxc_version" Then JxcIsOurs = True
    Next item
End Function
