using System.Text;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>A <c>multipart/form-data</c> body, written by hand so that it may be wrong. Text is Latin-1: every byte can be said.</summary>
internal sealed class Form
{
    public const string Boundary = "a-boundary";
    private readonly StringBuilder body = new();

    public string ContentType { get; init; } = $"multipart/form-data; boundary={Boundary}";

    /// <summary>A prediction with one FILE input <c>file</c> for each of the names.</summary>
    public static string Json(params string[] names) =>
        $$"""{"inputs":[{{string.Join(',', names.Select((name, i) => $$"""{"name":"{{(i == 0 ? "file" : $"file{i}")}}","datatype":"FILE","data":"{{name}}"}"""))}}]}""";

    /// <summary>What stands before the parts.</summary>
    public Form Raw(string text)
    {
        body.Append(text);
        return this;
    }

    public Form Request(string json) => Part("name=\"request\"", json, "Content-Type: application/json");

    public Form File(string name, string content, params string[] headers) => Part($"name=\"{name}\"; filename=\"../../etc/passwd\"", content, headers);

    public Form Part(string parameters, string content, params string[] headers) =>
        Raw($"--{Boundary}\r\nContent-Disposition: form-data; {parameters}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{content}\r\n");

    public byte[] ToBytes(bool isWhole = true) => Encoding.Latin1.GetBytes(body + (isWhole ? $"--{Boundary}--\r\n" : ""));

    public RawRequest To(string target, bool isWhole = true) => RawRequest.Post(target, ToBytes(isWhole), ContentType);
}
