using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Inference.Manifests.Reading;

/// <summary>A file's bytes as text: UTF-8, with or without a byte order mark.</summary>
internal static class FileText
{
    public const int MostBytes = 4 << 20;
    private static readonly SourceLocation s_start = new("", 1, 1);

    /// <summary>The text, or null and what keeps the file from being read.</summary>
    public static (string? Text, Diagnostic? Problem) Read(string file, string path)
    {
        try
        {
            // a device or pipe has no length and is never opened: reading it might never end
            var info = new FileInfo(path);
            var length = (info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info).Length;
            if (length > MostBytes)
                return (null, Problem(file, 1, 1, $"over {MostBytes >> 20} MiB, too large for a manifest"));
            return length == 0 ? ("", null) : Decode(file, File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, Problem(file, 1, 1, exception is UnauthorizedAccessException ? "may not be read" : "cannot be read, or is not there"));
        }
    }

    public static (string? Text, Diagnostic? Problem) Decode(string file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        var text = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, text, out var read, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.Done)
            return (new string(text, 0, written), null);
        var (line, column) = new LineIndex(new string(text, 0, written)).Locate(written);
        return (null, Problem(file, line, column, "not UTF-8", $"byte 0x{bytes[read]:X2}"));
    }

    private static Diagnostic Problem(string file, int line, int column, string problem, string? found = null)
        => new(Severity.Error, s_start with { File = file, Line = line, Column = column }, "", problem) { Found = found };
}
