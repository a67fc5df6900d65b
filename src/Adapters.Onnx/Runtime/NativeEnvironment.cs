using System.Runtime.InteropServices;

namespace Inference.Adapters.Onnx.Runtime;

/// <summary>
/// Environment variables as native code sees them. On Unix, .NET keeps a copy of its own: <see cref="Environment.SetEnvironmentVariable(string, string)"/>
/// does not reach a library's <c>getenv</c>.
/// </summary>
internal static partial class NativeEnvironment
{
    public static void Set(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (!OperatingSystem.IsWindows() && SetVariable(name, value, overwrite: 1) != 0)
            throw new InvalidOperationException($"{name} could not be set: error {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
