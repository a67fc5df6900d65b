using System.Globalization;
using System.Text;
using Inference.Boxes;
using Inference.Contracts;

namespace InferenceHost.Exchange;

/// <summary>Stores files that a component left in the request's folder into the caller's part of a box.</summary>
internal sealed class OutgoingFiles(string folder, CallersBox box, string requestId)
{
    private static readonly TimeSpan TakeBackTimeout = TimeSpan.FromSeconds(3);
    private readonly Dictionary<string, BoxPath> targets = [];
    private readonly List<(BoxPath Path, string ETag)> added = [];

    /// <summary>What is asked for, with a local path to write to: where it goes in the box is seen before the component runs.</summary>
    public Outcome<RequestedOutput> Place(RequestedOutput output, int index, string where)
    {
        var said = string.IsNullOrEmpty(output.Data) ? $"results/{requestId}/{output.Name}" : output.Data;
        if (!BoxPath.TryParse(said, out var path, out var invalid) || !box.Part.TryFind(path, out _, out invalid))
            return InferenceError.At(ErrorCode.InvalidInput, where, $"expected <group>/<file> as the file API has it: {invalid!.Message}");
        if (path.Group.IsWhole)
            return InferenceError.At(ErrorCode.InvalidInput, where, $"expected <group>/<file>, found '{path}', which names no group");
        var local = Path.Combine(folder, "outputs", index.ToString(CultureInfo.InvariantCulture), path.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(local)!);
        targets[output.Name] = path;
        return output with { Type = DataType.File, Data = local };
    }

    /// <summary>The output with its path in the box in place of the local one.</summary>
    /// <param name="name">Of the output.</param>
    /// <param name="output">With the local path.</param>
    /// <param name="isLast">Whether none comes after it that may fail: it will not be taken back.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public async ValueTask<Outcome<Tensor>> StoreAsync(string name, Tensor output, bool isLast, CancellationToken cancellationToken)
    {
        if (!targets.TryGetValue(name, out var target))
            return Bad(name, "was not asked for: name it among the outputs, with datatype FILE");
        if (!BoxPath.TryParse(Path.GetRelativePath(folder, Path.Combine(folder, output.Text())), out var local, out _))
            return Bad(name, "is not in the request's folder");

        // opened beneath the folder, links unfollowed, regular files only: what lies there is the component's, whatever it is
        await using var left = new FolderStore(folder);
        if (!(await left.GetAsync(local, GetOptions.Default, cancellationToken)).TryGet(out var content, out _))
            return Bad(name, "is no regular file in the request's folder: a link, a pipe or a device is none, nor is what is behind a link");
        await using (content)
        {
            box.Part.TryFind(target, out var inBox, out _);
            try
            {
                var isNew = !isLast && (await box.Box.Store.HeadAsync(inBox, cancellationToken)).Error is { Code: BoxErrorCode.NotFound };
                var stored = await box.Box.Store.PutAsync(inBox, content.Stream, new PutOptions { Length = content.Length }, cancellationToken);
                if (!stored.TryGet(out var entry, out var error))
                    return box.Box.Fail(error, $"file '{target}'", requestId);
                if (isNew)
                    added.Add((inBox, entry.ETag));
                return Tensor.FromText(DataType.File, Encoding.UTF8.GetBytes(target.Value), output.Shape, output.ContentType);
            }
            catch (BoxReadException)
            {
                return Bad(name, "changed while it was stored: the function must be done with it when it returns");
            }
        }
    }

    /// <summary>
    /// Removes what was stored, since the request failed after all: only files that were not there before, since what a file replaced is gone, and none that
    /// somebody stored anew meanwhile. The answer is waiting, so that a store that fails or hangs keeps them.
    /// </summary>
    /// <param name="clock">For how long it is tried.</param>
    public async ValueTask TakeBackAsync(TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(TakeBackTimeout, clock);
        try
        {
            foreach (var (path, tag) in added)
            {
                if ((await box.Box.Store.HeadAsync(path, patience.Token)).TryGet(out var there, out _) && there.ETag == tag
                    && await box.Box.Store.DeleteAsync(path, patience.Token) is { } error)
                {
                    box.Box.Fail(error, "a file to be taken back", requestId);
                }
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // kept
        }
    }

    private static InferenceError Bad(string name, string what) => new(ErrorCode.InvalidOutput, $"output '{name}' is a FILE that {what}");
}
