using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Inference.Boxes.Folders;

/// <summary>
/// The system calls that name a file by an open folder and one segment: what .NET has none of, and the only way not to be led elsewhere by a link that
/// somebody puts in place between the look and the use. Numbers are Linux's, on x64 and arm64.
/// </summary>
internal static partial class LinuxCalls
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int RemoveFolder = 0x200;
    public const int NoReplace = 1;
    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;
    public const int StartWriteback = 2;

    public const int NotFound = 2;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NotFolder = 20;
    public const int IsFolder = 21;
    public const int Invalid = 22;
    public const int FileTooLarge = 27;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int NotEmpty = 39;
    public const int TooManyLinks = 40;
    public const int QuotaExceeded = 122;
    public const int NoPermission = 13;
    public const int NotPermitted = 1;
    public const int WouldBlock = 11;

    private const string C = "libc";

    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static readonly int Folder = IsArm ? 0x4000 : 0x10000;
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    public static string Text(int error) => Marshal.GetPInvokeErrorMessage(error);

    [LibraryImport(C, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport(C, EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(SafeFileHandle folder, string name, int flags, uint mode);

    /// <param name="name">As the system has it, with a NUL at the end: it may be no UTF-8. The same below.</param>
    [LibraryImport(C, EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAt(SafeFileHandle folder, byte[] name, int flags, uint mode);

    [LibraryImport(C, EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int UnlinkAt(SafeFileHandle folder, byte[] name, int flags);

    [LibraryImport(C, EntryPoint = "renameat2", SetLastError = true)]
    public static partial int RenameAt(SafeFileHandle fromFolder, byte[] from, SafeFileHandle toFolder, byte[] to, uint flags);

    [LibraryImport(C, EntryPoint = "statx", SetLastError = true)]
    public static partial int StatAt(SafeFileHandle folder, byte[] name, int flags, uint mask, out FileStatus status);

    [LibraryImport(C, EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolderAt(SafeFileHandle folder, string name, uint mode);

    [LibraryImport(C, EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(SafeFileHandle folder, string name, int flags);

    [LibraryImport(C, EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(SafeFileHandle fromFolder, string from, SafeFileHandle toFolder, string to, uint flags);

    [LibraryImport(C, EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LinkAt(SafeFileHandle fromFolder, string from, SafeFileHandle toFolder, string to, int flags);

    [LibraryImport(C, EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string from, string to);

    [LibraryImport(C, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatAt(SafeFileHandle folder, string name, int flags, uint mask, out FileStatus status);

    [LibraryImport(C, EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint ReadFolder(SafeFileHandle folder, Span<byte> buffer, nint size);

    [LibraryImport(C, EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeFileHandle file);

    [LibraryImport(C, EntryPoint = "sync_file_range", SetLastError = true)]
    public static partial int SyncRange(SafeFileHandle file, long offset, long length, uint flags);

    [LibraryImport(C, EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle file, int operation);
}
