namespace Inference.Contracts;

/// <summary>What an adapter is: it loads models of one kind.</summary>
public interface IModelLoader
{
    /// <summary>The platform named in model metadata, <c>project_format</c>: <c>onnxruntime_onnx</c>.</summary>
    string Platform { get; }

    /// <summary>
    /// Why nothing can be loaded now, whatever the model, of code <see cref="ErrorCode.ModelNotReady"/>: something that the adapter works with is not there. Null where it is. Asked before a model is
    /// loaded, and again soon while it stands; does not wait.
    /// </summary>
    InferenceError? Hindrance => null;

    /// <summary>
    /// Files that a model file needs beside itself (external data), as paths relative to its folder. The host copies them with it and watches them. An error,
    /// of code <see cref="ErrorCode.ModelUnloadable"/>, where the file says something that must not be followed.
    /// </summary>
    Outcome<IReadOnlyList<string>> FindCompanions(string modelPath) => new(Array.Empty<string>());

    /// <summary>
    /// Loads a model; nothing of an earlier one is touched, both may live side by side. A model that cannot be loaded is an error of code
    /// <see cref="ErrorCode.ModelUnloadable"/> that says why and what to do. The model becomes the caller's.
    /// </summary>
    Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken);
}
