using System.Runtime.InteropServices;

namespace InferenceHost.Admission;

/// <summary>Thirty-two bytes of an HMAC, as the key of a table: what it was made of cannot be found by how the table is searched.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Digest256(ulong A, ulong B, ulong C, ulong D)
{
    public const int Size = 32;

    /// <param name="bytes">As many as <see cref="Size"/>.</param>
    public static Digest256 Of(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<Digest256>(bytes);

    // of an HMAC every part is as good as another
    public override int GetHashCode() => (int)A;
}
