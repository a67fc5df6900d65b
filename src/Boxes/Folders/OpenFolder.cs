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
    private const byte UnknownType = 0;
    private const byte FolderType = 4;
    private const byte RegularType = 8;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SafeFileHandle handle;

    private OpenFolder(SafeFileHandle handle) => this.handle = handle;

    private delegate void Visitor(ReadOnlySpan<byte> name, byte type);

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
        var items = new List<FolderItem>();
        return TryVisit((name, type) => Add(items, name[..^1], type)) ? items : null;
    }

    /// <summary>All that is in it, whatever it is and is called; no link to a folder is a folder.</summary>
    public List<RawItem>? TryListRaw()
    {
        var items = new List<RawItem>();
        return TryVisit((name, type) => AddRaw(items, name.ToArray(), type)) ? items : null;
    }

    public OpenFolder? TryFolder(RawItem item) =>
        Wrap(LinuxCalls.OpenAt(handle, item.Name, LinuxCalls.Folder | LinuxCalls.NoFollow | LinuxCalls.CloseOnExec, 0));

    /// <summary>A folder only if it is empty. True also where it is gone already.</summary>
    public bool TryRemove(RawItem item) =>
        LinuxCalls.UnlinkAt(handle, item.Name, item.IsFolder ? LinuxCalls.RemoveFolder : 0) == 0 || Marshal.GetLastPInvokeError() == LinuxCalls.NotFound;

    /// <summary>Moves a file or folder here into another folder of the same file system.</summary>
    public bool TryMove(RawItem item, OpenFolder to, byte[] newName) =>
        LinuxCalls.RenameAt(handle, item.Name, to.handle, newName, 0) == 0 || Marshal.GetLastPInvokeError() == LinuxCalls.NotFound;

    public void Dispose() => handle.Dispose();

    private static SafeFileHandle? WrapFile(int descriptor) => descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);

    private static OpenFolder? Wrap(int descriptor) => WrapFile(descriptor) is { } handle ? new OpenFolder(handle) : null;

    /// <summary>Every name, with the NUL at its end.</summary>
    private bool TryVisit(Visitor visit)
    {
        // a handle's place in the folder is its own: a second one begins at the beginning
        using var reader = TryFolder(".");
        if (reader is null)
            return false;
        var buffer = new byte[BufferSize];
        while (true)
        {
            var size = (int)LinuxCalls.ReadFolder(reader.handle, buffer, buffer.Length);
            if (size <= 0)
                return size == 0;
            for (var at = 0; at < size;)
            {
                // struct linux_dirent64: number 8, offset 8, length of this 2, type 1, name and a NUL
                var length = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16));
                var type = buffer[at + 18];
                var name = buffer.AsSpan(at + HeaderSize, length - HeaderSize);
                name = name[..(name.IndexOf((byte)0) + 1)];
                if (!name.SequenceEqual(".\0"u8) && !name.SequenceEqual("..\0"u8))
                    visit(name, type);
                at += length;
            }
        }
    }

    private void AddRaw(List<RawItem> items, byte[] name, byte type)
    {
        var isFolder = type == FolderType
            || (type == UnknownType && LinuxCalls.StatAt(handle, name, NoFollowAt, FileStatus.Mask, out var status) == 0 && status.IsFolder);
        items.Add(new RawItem(name, isFolder));
    }

    private void Add(List<FolderItem> items, ReadOnlySpan<byte> name, byte type)
    {
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

        if (type == UnknownType && Status(text) is { } status)
            type = status.IsFolder ? FolderType : status.IsRegular ? RegularType : type;
        if (type is FolderType or RegularType)
            items.Add(new FolderItem(text, type == FolderType));
    }
}
