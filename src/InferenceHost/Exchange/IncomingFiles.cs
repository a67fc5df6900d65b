using System.Globalization;
using System.Text;
using Inference.Boxes;
using Inference.Contracts;
using InferenceHost.Files;

namespace InferenceHost.Exchange;

/// <summary>Brings files from the caller's part of a box into the request's folder, each into a folder of its own: two of the same name never meet.</summary>
internal sealed class IncomingFiles(string folder, CallersBox box)
{
    /// <summary>The input with the local path in place of the one in the box, owned by the caller of this.</summary>
    public async ValueTask<Outcome<Tensor>> BringAsync(Tensor input, int index, CancellationToken cancellationToken)
    {
        var where = $"inputs[{index}].data";
        if (!BoxPath.TryParse(input.Text(), out var path, out var invalid) || !box.Part.TryFind(path, out var inBox, out invalid))
            return InferenceError.At(ErrorCode.InvalidInput, where, $"expected <group>/<file> as the file API has it: {invalid!.Message}");
        var found = await box.Box.Store.GetAsync(inBox, GetOptions.Default, cancellationToken);
        if (!found.TryGet(out var content, out var missing))
        {
            return missing.Code == BoxErrorCode.NotFound
                ? InferenceError.At(ErrorCode.FileNotFound, where, $"file '{path}' is not in the box: upload it first")
                : BoxFailure.Of(missing, $"file '{path}'");
        }

        await using (content)
        {
            var local = Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture), path.Name);
            return await SaveAsync(content, local, $"file '{path}'", cancellationToken) is { } error
                ? error
                : Tensor.FromText(DataType.File, Encoding.UTF8.GetBytes(local), input.Shape, input.ContentType);
        }
    }

    private static async ValueTask<InferenceError?> SaveAsync(BoxContent content, string local, string what, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(local)!);
            await using var file = new FileStream(local, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            await content.Stream.CopyToAsync(file, cancellationToken);
            return null;
        }
        catch (BoxReadException e)
        {
            return BoxFailure.Of(e.Error, what);
        }
        catch (IOException e)
        {
            return new InferenceError(ErrorCode.StoreFull, $"this host has no room for {what}: {e.Message}");
        }
    }
}
