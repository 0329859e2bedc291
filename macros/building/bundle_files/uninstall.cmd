@echo off
chcp 936 >nul
setlocal
set "FROM=%~dp0python"
set "OWN=%LOCALAPPDATA%\jixiao"
set "PLACE=%OWN%\python"
set RESULT=1
if not exist "%PLACE%\python.exe" (
echo 这个用户没有安装绩效评价。
goto end
)
"%PLACE%\python.exe" -I -B -m macros.cli uninstall --records
if errorlevel 1 (
echo 没有卸载完。请照上面说的处理，再运行一次卸载。
goto end
)
rmdir /s /q "%PLACE%"
rmdir "%OWN%" 2>nul
if exist "%PLACE%" (
echo 有文件正被占用：%PLACE%。请关闭 Excel，注销后重新登录，再运行一次卸载。
goto end
)
set RESULT=0
echo 已卸载。
:end
if not "%~1"=="/q" pause
exit /b %RESULT%
