using Inference.Adapters.Onnx.Files;
using Inference.Adapters.Onnx.Runtime;
using Inference.Adapters.Onnx.Signatures;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx;

/// <summary>
/// Loads ONNX models into ONNX Runtime. <see cref="ModelSource.ModelPath"/> is an <c>.onnx</c> file, or a folder with exactly one; weights in files of
/// their own must lie within the same folder. Inputs that have a default in the model, or are of an optional type, may be left out. A ZipMap (the class
/// probabilities of scikit-learn exporters) is given as FP32 [n, classes], and the description of the output says which class each column is.
/// </summary>
public sealed class OnnxModelLoader(OnnxOptions options) : IModelLoader
{
    /// <summary>Starts ONNX Runtime, which takes a tenth of a second, while the caller goes on: for who knows that a model will be loaded soon. What goes wrong is told by the load.</summary>
    public static void Prepare() => ThreadPool.UnsafeQueueUserWorkItem(static _ => OnnxEnvironment.Start(), state: null);

    public string Platform => "onnxruntime_onnx";

    public Outcome<IReadOnlyList<string>> FindCompanions(string modelPath)
    {
        if (!ModelFile.Open(modelPath).TryGet(out var file, out var error))
            return error;
        return ExternalData.Check(file) ?? new Outcome<IReadOnlyList<string>>(ExternalData.Locations(file));
    }

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);

        // seconds for a large model, and all of it native: not on the caller's thread
        return Task.Run(() => Load(source, cancellationToken), cancellationToken);
    }

    private Outcome<IModel> Load(ModelSource source, CancellationToken cancellationToken)
    {
        if (!ModelFile.Open(source.ModelPath).TryGet(out var file, out var error))
            return error;
        if ((ExternalData.Check(file) ?? DeclaredTypes.Check(file)) is { } wrong)
            return wrong;
        InferenceSession? session = null;
        try
        {
            if (!Sessions.Open(file.Path, options, cancellationToken).TryGet(out session, out error))
                return error;
            var model = new OnnxModel(session, SignatureReader.Read(session, file.Description));
            session = null;
            return model;
        }
        catch (Exception e) when (e is OnnxRuntimeException or NotSupportedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return LoadFailure.Of(file, e.Message);
        }
        finally
        {
            session?.Dispose();
        }
    }
}
