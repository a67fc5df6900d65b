using System.Globalization;
using System.Text;
using Inference.Boxes;
using Inference.Contracts;

namespace InferenceHost.Exchange;

/// <summary>Stores files that a component left in the request's folder into the caller's part of a box.</summary>
internal sealed class OutgoingFiles(string folder, CallersBox box, string requestId)
{
    private readonly Dictionary<string, BoxPath> targets = [];

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
    public async ValueTask<Outcome<Tensor>> StoreAsync(string name, Tensor output, CancellationToken cancellationToken)
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
                var stored = await box.Box.Store.PutAsync(inBox, content.Stream, new PutOptions { Length = content.Length }, cancellationToken);
                return stored.TryGet(out _, out var error)
                    ? Tensor.FromText(DataType.File, Encoding.UTF8.GetBytes(target.Value), output.Shape, output.ContentType)
                    : box.Box.Fail(error, $"file '{target}'", requestId);
            }
            catch (BoxReadException)
            {
                return Bad(name, "changed while it was stored: the function must be done with it when it returns");
            }
        }
    }

    private static InferenceError Bad(string name, string what) => new(ErrorCode.InvalidOutput, $"output '{name}' is a FILE that {what}");
}
