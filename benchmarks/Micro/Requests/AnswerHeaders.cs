using Microsoft.AspNetCore.Http;

namespace Inference.Micro.Requests;

/// <summary>Headers that keep the length of a body as a number, as Kestrel's do: a text of it for every request would count as the host's.</summary>
internal sealed class AnswerHeaders : HeaderDictionary, IHeaderDictionary
{
    long? IHeaderDictionary.ContentLength { get; set; }
}
