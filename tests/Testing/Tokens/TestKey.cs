using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Inference.Testing.Tokens;

/// <summary>A key pair of an issuer, and tokens signed with it as it is told, rightly or not.</summary>
public sealed class TestKey : IDisposable
{
    private readonly AsymmetricAlgorithm pair;

    private TestKey(string id, AsymmetricAlgorithm pair)
    {
        Id = id;
        this.pair = pair;
    }

    public string Id { get; }

    public RSA Rsa => (RSA)pair;

    public ECDsa Curve => (ECDsa)pair;

    public static TestKey OfRsa(string id, int bits = 2048) => new(id, RSA.Create(bits));

    public static TestKey OfCurve(string id, ECCurve? curve = null) => new(id, ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256));

    /// <summary>The public half, as a member of a key set (RFC 7517).</summary>
    public string ToJson(string more = "")
    {
        if (pair is RSA rsa)
        {
            var numbers = rsa.ExportParameters(includePrivateParameters: false);
            return $$"""{"kty":"RSA","kid":"{{Id}}","n":"{{Text(numbers.Modulus!)}}","e":"{{Text(numbers.Exponent!)}}"{{more}}}""";
        }

        var point = Curve.ExportParameters(includePrivateParameters: false);
        var name = Curve.KeySize == 256 ? "P-256" : "P-384";
        return $$"""{"kty":"EC","kid":"{{Id}}","crv":"{{name}}","x":"{{Text(point.Q.X!)}}","y":"{{Text(point.Q.Y!)}}"{{more}}}""";
    }

    /// <summary>A token of these parts, signed as <paramref name="algorithm"/> says.</summary>
    public string Sign(string algorithm, string head, string payload)
    {
        var signed = $"{Text(head)}.{Text(payload)}";
        return $"{signed}.{Text(Sign(algorithm, Encoding.ASCII.GetBytes(signed)))}";
    }

    public byte[] Sign(string algorithm, byte[] signed) => algorithm switch
    {
        "RS256" => Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "RS512" => Rsa.SignData(signed, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        "PS256" => Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "ES256" => Curve.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        "ES256 as DER" => Curve.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no such algorithm"),
    };

    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static string Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public void Dispose() => pair.Dispose();
}
