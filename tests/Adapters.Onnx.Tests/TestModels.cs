using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests;

/// <summary>The models that Models/make.py writes.</summary>
internal static class TestModels
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Models", $"{name}.onnx");

    public static ModelSource Source(string name) => SourceOf(PathOf(name));

    public static ModelSource SourceOf(string? path) => new() { Component = "tests.model", ModelPath = path };

    public static async Task<IModel> LoadAsync(string name, OnnxOptions? options = null) => await LoadFileAsync(PathOf(name), options);

    public static async Task<IModel> LoadFileAsync(string? path, OnnxOptions? options = null)
    {
        var outcome = await TryLoadAsync(path, options);
        outcome.TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        return model;
    }

    /// <summary>The error that loading ends in.</summary>
    public static async Task<InferenceError> FailAsync(string? path, OnnxOptions? options = null)
    {
        var outcome = await TryLoadAsync(path, options);
        outcome.TryGet(out _, out var error).ShouldBeFalse("the model was loaded");
        error!.Code.ShouldBe(ErrorCode.ModelUnloadable);
        return error;
    }

    public static Task<Outcome<IModel>> TryLoadAsync(string? path, OnnxOptions? options = null) =>
        new OnnxModelLoader(options ?? new OnnxOptions()).LoadAsync(SourceOf(path), TestContext.Current.CancellationToken);
}
