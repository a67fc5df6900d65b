using System.Globalization;
using System.Text;
using Inference.Boxes;
using Inference.Contracts;

namespace InferenceHost.Exchange;

/// <summary>Brings files from the caller's part of a box into the request's folder, each into a folder of its own: two of the same name never meet.</summary>
internal sealed class IncomingFiles(string folder, CallersBox box, string requestId)
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
                ? InferenceError.At(ErrorCode.FileNotFound, where, $"file '{path}' is not in the box: {(path.Value.Contains('/', StringComparison.Ordinal) ? "upload it first" : "files there are named <group>/<file>")}")
                : box.Box.Fail(missing, $"file '{path}'", requestId);
        }

        await using (content)
        {
            var local = Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture), path.Name);
            try
            {
                await SaveAsync(content, local, cancellationToken);
            }
            catch (BoxReadException e) when (e.Error.Code is BoxErrorCode.NotFound or BoxErrorCode.PreconditionFailed)
            {
                return InferenceError.At(ErrorCode.FileNotFound, where, $"file '{path}' was removed or replaced while it was read: ask again, or upload it again");
            }
            catch (BoxReadException e)
            {
                return box.Box.Fail(e.Error, $"file '{path}'", requestId);
            }

            return Tensor.FromText(DataType.File, Encoding.UTF8.GetBytes(local), input.Shape, input.ContentType);
        }
    }

    private static async ValueTask SaveAsync(BoxContent content, string local, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(local)!);
        await using var file = new FileStream(local, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await content.Stream.CopyToAsync(file, cancellationToken);
    }
}
