using System.Buffers;
using System.Text.Json;
using Inference.Contracts;

namespace Language;

/// <summary>Says which language a text is in.</summary>
internal sealed class LanguageModel(NaiveBayes model) : IModel
{
    private const double LeastShown = 0.001;

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["cs"] = "Czech",
        ["de"] = "German",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["hu"] = "Hungarian",
        ["it"] = "Italian",
        ["nl"] = "Dutch",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["sv"] = "Swedish",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
    };

    public Signature Signature { get; } = new(
        [new TensorSpec("text", DataType.Str, Shape: null) { Description = "some words or more, in one language" }],
        [new TensorSpec("language", DataType.Dict, Shape: null) { Description = "language: its ISO 639-1 code; name; scores: how likely each language is" }]);

    public ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken) => new(Run(request.Inputs[0].Tensor.Text()));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private InferenceResult Run(string text)
    {
        if (model.Score(text) is not { } scores)
            return InferenceResult.Failed(InferenceError.At(ErrorCode.InvalidInput, "inputs[0].data", "expected a text with a letter in it"));
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            Write(writer, scores);
        return InferenceResult.Of([new NamedTensor("language", Tensor.FromText(DataType.Dict, json.WrittenSpan))]);
    }

    private void Write(Utf8JsonWriter writer, double[] scores)
    {
        var best = model.Languages[Array.IndexOf(scores, scores.Max())];
        writer.WriteStartObject();
        writer.WriteString("language", best);
        writer.WriteString("name", Names.GetValueOrDefault(best, best));
        writer.WriteStartObject("scores");
        foreach (var i in Enumerable.Range(0, scores.Length).Where(i => scores[i] >= LeastShown).OrderByDescending(i => scores[i]))
            writer.WriteNumber(model.Languages[i], Math.Round(scores[i], 4));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
