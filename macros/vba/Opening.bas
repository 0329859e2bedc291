Attribute VB_Name = "Opening"
Option Explicit

Private described As Boolean
'What happens when Excel opens the add-in: Python is started, and nobody waits for it.

Public Sub Auto_Open()
    ThisWorkbook.Listen
    StartServer
    JxArrived
End Sub

'Works formulas out again that were turned away while Python was starting.
Public Sub JxArrived()
    Dim host As Object
    Set host = Application
    If Not described Then DescribeFunctions
    If IsOwed() Then
        host.CalculateFull
    ElseIf IsStarting() Then
        host.OnTime Now + TimeSerial(0, 0, 2), "'" & ThisWorkbook.Name & "'!JxArrived"
    End If
End Sub

'Last of all after scoring: whatever else changes a cell takes the offer away again.
Public Sub OfferUndo()
    Dim host As Object
    Set host = Application
    If IsUndoable() Then
        host.OnUndo ThisWorkbook.Worksheets(1).Range("A5").Value, "'" & ThisWorkbook.Name & "'!JxUndoScore"
    End If
End Sub

Public Sub JxUndoScore()
    RunPython "undo_score"
End Sub

'The category of the functions, what they give and what their arguments are, from the second sheet.
'Excel may refuse as long as no workbook is open: it is tried again after each button.
Private Sub DescribeFunctions()
    Dim host As Object
    Dim texts As Object
    Dim arguments() As String
    Dim row As Long
    Dim count As Long
    Dim number As Long
    Set host = Application
    Set texts = ThisWorkbook.Worksheets(2)
    On Error GoTo Refused
    row = 2
    Do While texts.Cells(row, 1).Value <> ""
        count = texts.Cells(row, 3).Value
        ReDim arguments(1 To count)
        For number = 1 To count
            arguments(number) = texts.Cells(row, 3 + number).Value
        Next
        host.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & texts.Cells(row, 1).Value, _
            Description:=texts.Cells(row, 2).Value, Category:=texts.Cells(1, 1).Value, _
            ArgumentDescriptions:=arguments
        row = row + 1
    Loop
    described = True
Refused:
End Sub

'Formulas of a workbook that ask an add-in of this name at the place of another desk ask this one.
Public Sub Repoint(ByVal book As Object)
    Dim links As Variant
    Dim number As Long
    On Error GoTo Done
    links = book.LinkSources(1)
    If IsEmpty(links) Then Exit Sub
    For number = LBound(links) To UBound(links)
        If IsElsewhere(links(number), ThisWorkbook.FullName) Then
            book.ChangeLink links(number), ThisWorkbook.FullName, 1
        End If
    Next
Done:
End Sub

Private Function IsElsewhere(ByVal link As String, ByVal here As String) As Boolean
    Dim own As String
    own = "\" & LCase(Mid(here, InStrRev(here, "\") + 1))
    IsElsewhere = LCase(Right(link, Len(own))) = own And LCase(link) <> LCase(here)
End Function
