Attribute VB_Name = "Server"
Option Explicit
Option Private Module
'Whether Python is there, found out before it is called: a call into it cannot be given up again.
'It is started when Excel opens the add-in and by buttons, never by a formula, and nobody waits for
'it longer than PATIENCE. After a failure every call is answered at once for PAUSE seconds.

Private Declare PtrSafe Function FindWindowExA Lib "user32" (ByVal parent As LongPtr, ByVal after As LongPtr, ByVal kind As String, ByVal title As String) As LongPtr
Private Declare PtrSafe Function SendMessageTimeoutA Lib "user32" (ByVal window As LongPtr, ByVal message As Long, ByVal first As LongPtr, ByVal second As LongPtr, ByVal flags As Long, ByVal patience As Long, ByRef result As LongPtr) As Long
Private Declare PtrSafe Function GetCurrentProcessId Lib "kernel32" () As Long
Private Declare PtrSafe Sub Sleep Lib "kernel32" (ByVal milliseconds As Long)

Private Const PAUSE As Double = 60
Private Const STARTING As Double = 30
Private Const PATIENCE As Double = 3
Private Const NO_ANSWER As String = "A3"
Private Const NOT_YET As String = "A4"

Private server As Object
Private failedAt As Double
Private startedAt As Double
Private starts As Long
Private owed As Boolean
Private title As String

'What a function of Python gives, or a text that says why there is nothing.
Public Function ServerAnswer(ByVal functionName As String, ByVal arguments As Variant) As Variant
    Dim trouble As String
    trouble = ServerTrouble()
    If trouble <> "" Then
        ServerAnswer = Said(trouble)
        Exit Function
    End If
    On Error GoTo Failed
    If server Is Nothing Then Set server = XLPy()
    ServerAnswer = server.CallUDF("xlfuncs.udf", (functionName), (arguments))
    Exit Function
Failed:
    Fail
    ServerAnswer = Said(NO_ANSWER)
End Function

'Before a button: nothing, or what the user is told instead.
Public Function ButtonTrouble() As String
    Dim latest As Double
    Dim trouble As String
    If Not IsPaused() Then
        If Not IsAnswering() And Not IsStarting() Then StartServer
    End If
    latest = Clock() + PATIENCE
    trouble = ServerTrouble()
    Do While trouble = NOT_YET And Clock() < latest
        Pass
        trouble = ServerTrouble()
    Loop
    If trouble <> "" Then ButtonTrouble = Said(trouble)
End Function

'Starts Python and comes back at once.
Public Sub StartServer()
    Set server = Nothing
    failedAt = 0
    startedAt = Clock()
    title = ""
    On Error GoTo Failed
    Launch
    Exit Sub
Failed:
    Fail
End Sub

'Another Python in place of one that does not answer; formulas are worked out again once it does.
Public Sub ResetServer()
    failedAt = 0
    owed = True
    Set server = Nothing
    If IsAnswering() Then Exit Sub
    starts = starts + 1
    StartServer
End Sub

'Whether formulas were turned away that can be answered now, or may be later.
Public Function IsOwed() As Boolean
    If owed And Not IsPaused() Then IsOwed = IsAnswering()
    If IsOwed Then owed = False
End Function

Public Function IsStarting() As Boolean
    IsStarting = startedAt > 0 And Clock() - startedAt < STARTING
End Function

'What makes this Excel's Python another one than those of other Excels: its process, and which start.
Public Function ServerNumber() As String
    ServerNumber = Right("0000000" & Hex(GetCurrentProcessId()), 8) & Right("000" & Hex(starts), 4)
End Function

Private Function ServerTrouble() As String
    If IsPaused() Then
        ServerTrouble = NO_ANSWER
    ElseIf IsAnswering() Then
        startedAt = 0
    ElseIf IsStarting() Then
        owed = True
        ServerTrouble = NOT_YET
    Else
        Fail
        ServerTrouble = NO_ANSWER
    End If
End Function

Private Sub Fail()
    Set server = Nothing
    startedAt = 0
    failedAt = Clock()
End Sub

Private Function IsPaused() As Boolean
    IsPaused = failedAt > 0 And Clock() - failedAt < PAUSE
End Function

Private Function Said(ByVal place As String) As String
    Said = ThisWorkbook.Worksheets(1).Range(place).Value
End Function

'From here on: what only Windows has.
Private Function Clock() As Double
    Clock = CDbl(Now) * 86400
End Function

Private Sub Pass()
    Sleep 100
End Sub

Private Sub Launch()
    Dim command As String
    command = LaunchCommand()
    If command <> "" Then Shell command, vbHide
End Sub

'A window of its main thread, which answers as long as that thread takes calls.
Private Function IsAnswering() As Boolean
    Dim window As LongPtr
    Dim result As LongPtr
    If title = "" Then title = ServerTitle()
    window = FindWindowExA(-3, 0, vbNullString, title)
    If window <> 0 Then IsAnswering = SendMessageTimeoutA(window, 0, 0, 0, 2, 500, result) <> 0
End Function
