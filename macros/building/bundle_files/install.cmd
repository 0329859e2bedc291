@echo off
chcp 936 >nul
setlocal
set "FROM=%~dp0python"
set "OWN=%LOCALAPPDATA%\jixiao"
set "PLACE=%OWN%\python"
set RESULT=1
if not exist "%FROM%\python.exe" (
echo 安装包不完整：没有 python 文件夹。请把整个文件夹复制过来，再运行安装。
goto end
)
echo 正在核对安装包……
"%FROM%\python.exe" -I -B -m macros.building.bundle "%~dp0."
if errorlevel 1 goto end
echo 正在复制文件……
xcopy "%FROM%" "%PLACE%" /e /i /q /y /h >nul
if errorlevel 1 (
echo 文件复制不了。请保存并关闭 Excel，再运行一次安装。
goto end
)
"%PLACE%\python.exe" -I -B -m macros.cli install
if errorlevel 1 (
if not exist "%APPDATA%\jixiao\install.json" rmdir /s /q "%PLACE%"
echo 没有装好。请照上面说的处理，再运行一次安装。
goto end
)
set RESULT=0
echo 装好了。请打开 Excel，功能区里有「绩效评价」。要检查，运行 "%PLACE%\jixiao.cmd" doctor
:end
if not "%~1"=="/q" pause
exit /b %RESULT%
