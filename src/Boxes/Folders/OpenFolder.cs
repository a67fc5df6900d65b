using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Inference.Boxes.Folders;

/// <summary>
/// A folder that is held open. Everything is reached from it by one segment at a time and never through a link. Members answer false or null and leave
/// the reason in <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal sealed class OpenFolder : IDisposable
{
    private const uint FolderMode = 0b111_111_111;
    private const uint FileMode = 0b110_110_110;
    private const int NoFollowAt = 0x100;
    private const int EmptyPath = 0x1000;
    private const int HeaderSize = 19;
    private const int BufferSize = 32 * 1024;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SafeFileHandle handle;

    private OpenFolder(SafeFileHandle handle) => this.handle = handle;

    /// <summary>By a path of the machine, which the operator chose: links in it are followed.</summary>
    public static OpenFolder? TryOpen(string path) => Wrap(LinuxCalls.Open(path, LinuxCalls.Folder | LinuxCalls.CloseOnExec, 0));

    public static FileStatus? StatusOf(SafeFileHandle file) =>
        LinuxCalls.StatAt(file, "", EmptyPath, FileStatus.Mask, out var status) == 0 ? status : null;

    public OpenFolder? TryFolder(string name) =>
        Wrap(LinuxCalls.OpenAt(handle, name, LinuxCalls.Folder | LinuxCalls.NoFollow | LinuxCalls.CloseOnExec, 0));

    /// <summary>The folder of this name, made if there is none.</summary>
    public OpenFolder? TryFolderOrMake(string name)
    {
        if (TryFolder(name) is { } present)
            return present;
        if (Marshal.GetLastPInvokeError() != LinuxCalls.NotFound)
            return null;
        if (LinuxCalls.MakeFolderAt(handle, name, FolderMode) == 0)
            Sync();
        else if (Marshal.GetLastPInvokeError() != LinuxCalls.Exists)
            return null;
        return TryFolder(name);
    }

    /// <summary>A file opened for reading. Opening a pipe or a device does not wait; whoever asked looks at its status before its content.</summary>
    public SafeFileHandle? TryRead(string name) =>
        WrapFile(LinuxCalls.OpenAt(handle, name, LinuxCalls.ReadOnly | LinuxCalls.NoFollow | LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec, 0));

    /// <summary>A new file, or one that is there and is no link.</summary>
    public SafeFileHandle? TryWrite(string name, bool create)
    {
        var flags = LinuxCalls.ReadWrite | LinuxCalls.NoFollow | LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec;
        return WrapFile(LinuxCalls.OpenAt(handle, name, create ? flags | LinuxCalls.Create | LinuxCalls.Exclusive : flags, FileMode));
    }

    public FileStatus? Status(string name) => LinuxCalls.StatAt(handle, name, NoFollowAt, FileStatus.Mask, out var status) == 0 ? status : null;

    public bool TryRemoveFile(string name) => LinuxCalls.UnlinkAt(handle, name, 0) == 0;

    /// <summary>Only if it is empty.</summary>
    public bool TryRemoveFolder(string name) => LinuxCalls.UnlinkAt(handle, name, LinuxCalls.RemoveFolder) == 0;

    /// <summary>Moves a file here into another folder of the same file system, in one step.</summary>
    /// <param name="replace">False: only if there is nothing of the new name.</param>
    public bool TryMove(string name, OpenFolder to, string newName, bool replace)
    {
        if (LinuxCalls.RenameAt(handle, name, to.handle, newName, replace ? 0u : LinuxCalls.NoReplace) == 0)
            return true;

        // a file system without the flag: a second name can be given only where there is none
        return !replace && Marshal.GetLastPInvokeError() == LinuxCalls.Invalid
            && LinuxCalls.LinkAt(handle, name, to.handle, newName, 0) == 0 && TryRemoveFile(name);
    }

    public void Sync() => _ = LinuxCalls.Sync(handle);

    /// <summary>What is in it, unordered, without <c>.</c> and <c>..</c>; names that are no UTF-8 as null.</summary>
    public List<FolderItem>? TryList()
    {
        // a handle's place in the folder is its own: a second one begins at the beginning
        using var reader = TryFolder(".");
        if (reader is null)
            return null;
        var items = new List<FolderItem>();
        var buffer = new byte[BufferSize];
        while (true)
        {
            var size = (int)LinuxCalls.ReadFolder(reader.handle, buffer, buffer.Length);
            if (size < 0)
                return null;
            if (size == 0)
                return items;
            for (var at = 0; at < size;)
            {
                // struct linux_dirent64: number 8, offset 8, length of this 2, type 1, name and a NUL
                var length = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16));
                var type = buffer[at + 18];
                var name = buffer.AsSpan(at + HeaderSize, length - HeaderSize);
                Add(items, name[..name.IndexOf((byte)0)], type);
                at += length;
            }
        }
    }

    public void Dispose() => handle.Dispose();

    private static SafeFileHandle? WrapFile(int descriptor) => descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);

    private static OpenFolder? Wrap(int descriptor) => WrapFile(descriptor) is { } handle ? new OpenFolder(handle) : null;

    private void Add(List<FolderItem> items, ReadOnlySpan<byte> name, byte type)
    {
        const byte unknownType = 0;
        const byte folderType = 4;
        const byte regularType = 8;
        if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
            return;
        string text;
        try
        {
            text = StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            items.Add(new FolderItem(null, false));
            return;
        }

        if (type == unknownType && Status(text) is { } status)
            type = status.IsFolder ? folderType : status.IsRegular ? regularType : type;
        if (type is folderType or regularType)
            items.Add(new FolderItem(text, type == folderType));
    }
}
