Attribute VB_Name = "Ribbon"
Option Explicit
'One Sub per button of macros/ribbon/customUI14.xml; each calls one fixed function of macros.buttons.
'What is run is a constant; RunPython knows these names and takes no others.

Public Sub JxScore(ByVal control As Object)
    RunPython "score_form"
    OfferUndo
End Sub

Public Sub JxAddRow(ByVal control As Object)
    RunPython "add_row"
End Sub

Public Sub JxRemoveRow(ByVal control As Object)
    RunPython "remove_row"
End Sub

Public Sub JxCollapse(ByVal control As Object)
    RunPython "collapse_rows"
End Sub

Public Sub JxCheck(ByVal control As Object)
    RunPython "check_form"
End Sub

Public Sub JxClear(ByVal control As Object)
    RunPython "clear_marks"
End Sub

Public Sub JxBulk(ByVal control As Object)
    RunPython "check_folder"
End Sub

Public Sub JxReturn(ByVal control As Object)
    RunPython "return_folder"
End Sub

Public Sub JxHandIn(ByVal control As Object)
    RunPython "hand_in"
End Sub

Public Sub JxNewEvaluation(ByVal control As Object)
    RunPython "new_evaluation"
End Sub

Public Sub JxNewDeclaration(ByVal control As Object)
    RunPython "new_declaration"
End Sub

Public Sub JxRules(ByVal control As Object)
    RunPython "show_rules"
End Sub

Public Sub JxSettings(ByVal control As Object)
    RunPython "show_settings"
End Sub

Public Sub JxAbout(ByVal control As Object)
    RunPython "show_about"
End Sub

Public Sub JxReconnect(ByVal control As Object)
    RunPython "reconnect"
End Sub

Public Sub JxExplain(ByVal control As Object)
    RunPython "explain_cell"
End Sub

Public Sub JxFillIn(ByVal control As Object)
    RunPython "fill_in"
End Sub

Public Sub JxMonitor(ByVal control As Object)
    RunPython "monitor"
End Sub

Public Sub JxCompare(ByVal control As Object)
    RunPython "compare_forms"
End Sub
