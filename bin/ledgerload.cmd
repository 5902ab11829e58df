@echo off
rem Runs what mvn package built, by the JDK of JAVA_HOME or else of the PATH.
setlocal
set "jar=%~dp0..\harness\target\ledgerload.jar"
if not exist "%jar%" (
  echo ledgerload: it isn't built yet; build it: mvn package -DskipTests 1>&2
  exit /b 3
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow -jar "%jar%" %*
