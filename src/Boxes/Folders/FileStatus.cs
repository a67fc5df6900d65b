using System.Runtime.InteropServices;

namespace Inference.Boxes.Folders;

/// <summary>Linux's <c>struct statx</c> (include/uapi/linux/stat.h), the same on every processor; as much of it as is looked at.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    /// <summary>Type, links, number, size and time of change.</summary>
    public const uint Mask = 0x1 | 0x4 | 0x40 | 0x100 | 0x200;

    private const ushort TypeBits = 0xF000;
    private const ushort RegularType = 0x8000;
    private const ushort FolderType = 0x4000;
    private const int NanosecondsPerTick = 100;

    [FieldOffset(16)]
    private readonly uint links;

    [FieldOffset(28)]
    private readonly ushort mode;

    [FieldOffset(32)]
    private readonly ulong number;

    [FieldOffset(40)]
    private readonly ulong size;

    [FieldOffset(112)]
    private readonly long seconds;

    [FieldOffset(120)]
    private readonly uint nanoseconds;

    public readonly bool IsRegular => (mode & TypeBits) == RegularType;

    public readonly bool IsFolder => (mode & TypeBits) == FolderType;

    public readonly uint Links => links;

    public readonly long Size => (long)size;

    public readonly DateTimeOffset Modified => DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / NanosecondsPerTick);

    /// <summary>Changes when the file is another one, has another size, or was written to at another time.</summary>
    public readonly string ETag => $"{number:x}-{size:x}-{seconds:x}{nanoseconds:x8}";

    public readonly BoxEntry ToEntry(BoxPath path, string? sha256 = null) => new(path, Size, ETag, Modified, sha256);
}
