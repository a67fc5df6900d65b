using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests;

/// <summary>What answers of the two protocols say.</summary>
internal static class Answers
{
    public static RawResponse ShouldBeOk(this RawResponse answer)
    {
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }

    /// <summary>The output of the name, of a JSON answer of either protocol.</summary>
    public static JsonElement Output(this RawResponse answer, string name) =>
        answer.ShouldBeOk().Json.GetProperty("outputs").EnumerateArray().Single(output => output.GetProperty("name").GetString() == name);

    /// <summary>An output's data, as its type reads it.</summary>
    public static T[] Data<T>(this RawResponse answer, string name) => answer.Output(name).GetProperty("data").Deserialize<T[]>()!;

    /// <summary>An output's data as it is written.</summary>
    public static string DataText(this RawResponse answer, string name) => answer.Output(name).GetProperty("data").GetRawText();

    /// <summary>The part of a binary answer before the tensors.</summary>
    public static JsonElement Header(this RawResponse answer) => JsonDocument.Parse(answer.Body.AsMemory(0, answer.HeaderLength())).RootElement;

    /// <summary>The tensors' bytes of a binary answer, in the order of its outputs.</summary>
    public static byte[][] Parts(this RawResponse answer)
    {
        var parts = new List<byte[]>();
        var at = answer.HeaderLength();
        foreach (var output in answer.Header().GetProperty("outputs").EnumerateArray())
        {
            if (!output.TryGetProperty("parameters", out var parameters) || !parameters.TryGetProperty("binary_data_size", out var size))
                continue;
            parts.Add(answer.Body[at..(at + size.GetInt32())]);
            at += size.GetInt32();
        }

        at.ShouldBe(answer.Body.Length, "bytes behind the last tensor");
        return [.. parts];
    }

    /// <summary>A problem document with the status and one entry for each of the paths.</summary>
    public static RawResponse ShouldBeProblem(this RawResponse answer, int status, params string[] paths)
    {
        answer.Status.ShouldBe(status, answer.Text);
        answer.Header("Content-Type").ShouldBe("application/problem+json");
        answer.Json.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        answer.Json.GetProperty("status").GetInt32().ShouldBe(status);
        answer.Json.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        answer.Json.GetProperty("request_id").GetString().ShouldBe(answer.Header("X-Request-Id"));
        Paths(answer, "errors").ShouldBe(paths, ignoreOrder: true, answer.Text);
        return answer;
    }

    /// <summary>An error object of the Open Inference Protocol with the status and one entry for each of the paths.</summary>
    public static RawResponse ShouldBeRefusal(this RawResponse answer, int status, params string[] paths)
    {
        answer.Status.ShouldBe(status, answer.Text);
        answer.Header("Content-Type").ShouldBe("application/json");
        answer.Json.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        answer.Json.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        answer.Json.GetProperty("request_id").GetString().ShouldBe(answer.Header("X-Request-Id"));
        Paths(answer, "details").ShouldBe(paths, ignoreOrder: true, answer.Text);
        return answer;
    }

    /// <summary>The status, and among the places that are wrong one that begins so; the message names it too.</summary>
    public static void ShouldName(this RawResponse answer, int status, string list, string path)
    {
        answer.Status.ShouldBe(status, answer.Text);
        Paths(answer, list).ShouldContain(named => path.Length == 0 ? named.Length == 0 : named.StartsWith(path), answer.Text);
        answer.Json.GetProperty(list == "errors" ? "detail" : "error").GetString()!.ShouldContain(path);
    }

    private static int HeaderLength(this RawResponse answer) => int.Parse(answer.ShouldBeOk().Header("Inference-Header-Content-Length").ShouldNotBeNull());

    private static string[] Paths(RawResponse answer, string list) =>
        answer.Json.TryGetProperty(list, out var details) ? [.. details.EnumerateArray().Select(detail => detail.GetProperty("path").GetString()!)] : [];
}
