Attribute VB_Name = "Opening"
Option Explicit
'What happens when Excel opens the add-in: Python is started, and nobody waits for it.

Public Sub Auto_Open()
    StartServer
    JxArrived
End Sub

'Works formulas out again that were turned away while Python was starting.
Public Sub JxArrived()
    Dim host As Object
    Set host = Application
    If IsOwed() Then
        host.CalculateFull
    ElseIf IsStarting() Then
        host.OnTime Now + TimeSerial(0, 0, 2), "'" & ThisWorkbook.Name & "'!JxArrived"
    End If
End Sub
