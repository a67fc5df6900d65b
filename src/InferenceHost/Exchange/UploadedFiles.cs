using System.Globalization;
using System.Text;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Exchange;

/// <summary>
/// Files that come with the request itself, in the folder of the request, each in a folder of its own. Inputs name them by the names of their parts. What the
/// caller calls a file on its own machine is not looked at.
/// </summary>
/// <param name="folder">Of the request; gone when this is disposed of.</param>
/// <param name="limit">Bytes of all of them together.</param>
/// <param name="report">Told of failures of the folder.</param>
internal sealed class UploadedFiles(RequestFolder folder, long limit, Action<Exception> report) : IDisposable
{
    private readonly OrderedDictionary<string, UploadedFile> files = new(StringComparer.Ordinal);
    private long written;

    public RequestFolder Folder => folder;

    /// <summary>Whether a FILE input means a file that came with it: a path in a box has a group, and so a slash.</summary>
    public static bool IsMeant(Tensor input) => !input.Span.Contains((byte)'/');

    public bool Has(string name) => files.ContainsKey(name);

    /// <summary>An empty file to be written to, owned by the caller.</summary>
    /// <param name="name">Of its part: one segment under the rule of paths in boxes, and not yet here.</param>
    /// <param name="index">Of its part.</param>
    /// <param name="contentType">Of its part.</param>
    public Outcome<FileStream> Create(string name, int index, string? contentType)
    {
        var path = Path.Combine(folder.FullPath, "parts", index.ToString(CultureInfo.InvariantCulture), name);
        files.Add(name, new UploadedFile(index, path, contentType));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(e);
        }
    }

    /// <summary>Null once it is written.</summary>
    public async ValueTask<InferenceError?> WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        written += bytes.Length;
        if (written > limit)
            return new InferenceError(ErrorCode.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"the files of the request are over the limit of {limit} bytes together: upload large ones through the file API first"));
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(e);
        }
    }

    /// <summary>Null where every file is an input's, and every input that means one has it; else all that is wrong.</summary>
    public InferenceError? Check(IReadOnlyList<NamedTensor> inputs)
    {
        var problems = default(ProblemList);
        var meant = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < inputs.Count; i++)
        {
            var tensor = inputs[i].Tensor;
            if (tensor.Type != DataType.File || !IsMeant(tensor))
                continue;
            var name = tensor.Text();
            meant.Add(name);
            if (!Has(name))
                problems.Add($"inputs[{i}].data", $"expected the name of a file part of this request ({Names()}) or <group>/<file> of the caller's box, found {Quoted.Of(name)}");
        }

        foreach (var (name, file) in files)
        {
            if (!meant.Contains(name))
                problems.Add($"parts[{file.Index}]", $"expected a FILE input whose data is the part's name, found none for part {Quoted.Of(name)}: add one to part 'request', or leave the part out");
        }

        return problems.ToError();
    }

    /// <summary>The input with the path of its file, owned by the caller of this; it was checked.</summary>
    public Tensor Find(Tensor input)
    {
        var file = files[input.Text()];
        return Tensor.FromText(DataType.File, Encoding.UTF8.GetBytes(file.Path), input.Shape, input.ContentType ?? file.ContentType);
    }

    public void Dispose() => folder.Dispose();

    private InferenceError Fail(Exception e)
    {
        report(e);
        return FolderFailure.Of(e, "the request's files");
    }

    private string Names() => files.Count == 0 ? "it has none" : string.Join(", ", files.Keys.Take(10).Select(Quoted.Of)) + (files.Count > 10 ? ", …" : "");
}
