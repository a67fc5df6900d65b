using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Inference.EndToEnd.Calls;

/// <summary>A predict request, and what to look at in its answer.</summary>
internal sealed record Prediction(string Body, string Output)
{
    /// <summary>The two of the sample's warm-up.</summary>
    public static readonly Prediction Digit = new("""
        {"inputs":[{"name":"image","datatype":"FP32","shape":[1,64],"data":[0,0,7,16,14,3,0,0,0,0,9,14,11,15,0,0,0,0,1,5,0,15,5,0,0,0,0,0,0,16,5,0,
        0,0,0,0,3,16,4,0,0,0,0,1,12,14,1,0,0,0,5,12,16,16,14,1,0,0,8,16,14,10,13,3]}]}
        """, "label");

    public static readonly Prediction Flower = new("""
        {"inputs":[{"name":"measurements","datatype":"FP64","shape":[4],"data":[5.1,3.5,1.4,0.2]}]}
        """, "species");

    /// <summary>The output as JSON, where the answer is 200.</summary>
    /// <param name="client">Whose connections lead to the API.</param>
    /// <param name="api">The API's URL.</param>
    /// <param name="isLast">Whether the connection is closed after it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">No answer, or another one, with its text.</exception>
    public async Task<string> AskAsync(HttpClient client, Uri api, bool isLast, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api}/predict") { Content = new StringContent(Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.ConnectionClose = isLast;
        using var answer = await client.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{(int)answer.StatusCode}: {text}");
        var output = JsonDocument.Parse(text).RootElement.GetProperty("outputs").EnumerateArray().Single(one => one.GetProperty("name").GetString() == Output);
        return output.GetProperty("data").GetRawText();
    }
}
