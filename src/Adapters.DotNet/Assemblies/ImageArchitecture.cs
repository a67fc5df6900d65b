using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Inference.Adapters.DotNet.Assemblies;

/// <summary>
/// The processor an assembly was compiled for. One that holds native code for another system than Windows carries its machine XORed with a number of
/// that system (ECMA-335 II.25 and the ReadyToRun format in dotnet/runtime's docs).
/// </summary>
internal static class ImageArchitecture
{
    // Windows, Linux, Apple, FreeBSD, NetBSD, SunOS
    private static readonly int[] Systems = [0, 0x7B79, 0x4644, 0xADC4, 0x1993, 0x1992];

    /// <summary>Its name where it is not this process's; null where the assembly can run here.</summary>
    public static string? Foreign(PEHeaders headers)
    {
        var flags = headers.CorHeader!.Flags;
        var machine = (int)headers.CoffHeader.Machine;
        foreach (var system in Systems)
        {
            if (Of((Machine)(machine ^ system)) is not { } built)
                continue;
            var any = built == Architecture.X86 && system == 0 && flags.HasFlag(CorFlags.ILOnly) && !flags.HasFlag(CorFlags.Requires32Bit);
            return any || built == RuntimeInformation.ProcessArchitecture ? null : built.ToString().ToLowerInvariant();
        }

        return $"an unknown machine (0x{machine:x4})";
    }

    private static Architecture? Of(Machine machine) => machine switch
    {
        Machine.I386 => Architecture.X86,
        Machine.Amd64 => Architecture.X64,
        Machine.Arm64 => Architecture.Arm64,
        Machine.ArmThumb2 => Architecture.Arm,
        _ => null,
    };
}
