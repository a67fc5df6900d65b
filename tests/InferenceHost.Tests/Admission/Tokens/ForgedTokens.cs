using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inference.Testing.Tokens;

namespace Inference.InferenceHost.Tests.Admission.Tokens;

/// <summary>Tokens that must open nothing, by what is wrong with each.</summary>
internal static class ForgedTokens
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static readonly IReadOnlyDictionary<string, Func<TokenRig, string>> All = Heads().Concat(Signatures()).Concat(Shapes()).Concat(Claims()).ToDictionary(pair => pair.What, pair => pair.Make);

    private static IEnumerable<(string What, Func<TokenRig, string> Make)> Heads()
    {
        foreach (var name in (string[])["none", "None", "NONE", "nOnE", "", "rs256", "RS256 ", "RS384", "RS512", "PS384", "ES384", "ES512", "EdDSA", "HS384", "A128KW", "dir"])
            yield return ($"alg '{name}', signed with RS256", rig => rig.Rsa.Sign("RS256", TokenRig.Head("RS256").Replace("\"RS256\"", $"\"{name}\""), rig.Claims + "}"));
        yield return ("alg none without a signature", rig => $"{TestKey.Text("""{"alg":"none"}""")}.{TestKey.Text(rig.Claims + "}")}.");
        yield return ("alg none with some signature", rig => $"{TestKey.Text("""{"alg":"none"}""")}.{TestKey.Text(rig.Claims + "}")}.AA");
        yield return ("no alg", rig => rig.Sign("""{"typ":"JWT","kid":"r1"}""", rig.Claims + "}"));
        yield return ("alg that is a number", rig => rig.Sign("""{"alg":256,"kid":"r1"}""", rig.Claims + "}"));
        yield return ("alg that is a list", rig => rig.Sign("""{"alg":["RS256"],"kid":"r1"}""", rig.Claims + "}"));
        yield return ("alg twice, none last", rig => rig.Sign("""{"alg":"RS256","kid":"r1","alg":"none"}""", rig.Claims + "}"));
        yield return ("a member of the head that is half a surrogate pair", rig => rig.Sign("""{"alg":"RS256","kid":"r1","\ud800":1}""", rig.Claims + "}"));
        yield return ("alg twice, escaped", rig => rig.Sign("""{"alg":"RS256","kid":"r1","\u0061lg":"RS256"}""", rig.Claims + "}"));
        yield return ("crit", rig => rig.Sign("""{"alg":"RS256","kid":"r1","crit":["exp"]}""", rig.Claims + "}"));
        yield return ("crit that is empty", rig => rig.Sign("""{"alg":"RS256","kid":"r1","crit":[]}""", rig.Claims + "}"));
        yield return ("b64 false", rig => rig.Sign("""{"alg":"RS256","kid":"r1","b64":false}""", rig.Claims + "}"));
        yield return ("compressed", rig => rig.Sign("""{"alg":"RS256","kid":"r1","zip":"DEF"}""", rig.Claims + "}"));
        yield return ("nested", rig => rig.Sign("""{"alg":"RS256","kid":"r1","cty":"JWT"}""", rig.Good()));
        yield return ("of another type", rig => rig.Sign("""{"alg":"RS256","kid":"r1","typ":"dpop+jwt"}""", rig.Claims + "}"));
        yield return ("kid that is a number", rig => rig.Sign("""{"alg":"RS256","kid":1}""", rig.Claims + "}"));
        yield return ("kid that is empty", rig => rig.Sign("""{"alg":"RS256","kid":""}""", rig.Claims + "}"));
        yield return ("kid of nobody", rig => rig.Sign("""{"alg":"RS256","kid":"r9"}""", rig.Claims + "}"));
        yield return ("kid that is a path", rig => rig.Sign("""{"alg":"RS256","kid":"../../dev/null"}""", rig.Claims + "}"));
        yield return ("kid of another kind of key", rig => rig.Sign("""{"alg":"RS256","kid":"e1"}""", rig.Claims + "}"));
        yield return ("kid that is endless", rig => rig.Sign($$"""{"alg":"RS256","kid":"{{new string('r', 300)}}"}""", rig.Claims + "}"));
        yield return ("head that is a list", rig => rig.Sign("""["RS256"]""", rig.Claims + "}"));
        yield return ("head that is a text", rig => rig.Sign("\"RS256\"", rig.Claims + "}"));
        yield return ("head with a comment", rig => rig.Sign("""{"alg":"RS256","kid":"r1"/**/}""", rig.Claims + "}"));
        yield return ("head with a comma too many", rig => rig.Sign("""{"alg":"RS256","kid":"r1",}""", rig.Claims + "}"));
        yield return ("head that begins with a mark of byte order", rig => rig.Sign("\uFEFF" + """{"alg":"RS256","kid":"r1"}""", rig.Claims + "}"));
        yield return ("head with something behind it", rig => rig.Sign("""{"alg":"RS256","kid":"r1"}{}""", rig.Claims + "}"));
    }

    private static IEnumerable<(string What, Func<TokenRig, string> Make)> Signatures()
    {
        yield return ("HS256 with the modulus as its secret", rig => Hmac(rig, rig.Rsa.Rsa.ExportParameters(includePrivateParameters: false).Modulus!));
        yield return ("HS256 with the public key in PEM as its secret", rig => Hmac(rig, Encoding.ASCII.GetBytes(rig.Rsa.Rsa.ExportSubjectPublicKeyInfoPem())));
        yield return ("HS256 with the public key in DER as its secret", rig => Hmac(rig, rig.Rsa.Rsa.ExportSubjectPublicKeyInfo()));
        yield return ("HS256 with no secret", rig => Hmac(rig, []));
        yield return ("HMAC that says RS256", rig => Hmac(rig, rig.Rsa.Rsa.ExportSubjectPublicKeyInfo(), "RS256"));
        yield return ("another's key under the known name", rig => Signed(TestKey.OfRsa("r1"), "RS256", TokenRig.Head("RS256"), rig));
        yield return ("another's point under the known name", rig => Signed(TestKey.OfCurve("e1"), "ES256", TokenRig.Head("ES256"), rig));
        yield return ("another's key, in the head", rig => WithOwnKey(rig, key => $",\"jwk\":{key.ToJson()}"));
        yield return ("another's key, by jku", rig => WithOwnKey(rig, _ => $",\"jku\":\"{rig.Server.Url}/keys\""));
        yield return ("another's key, by x5u", rig => WithOwnKey(rig, _ => $",\"x5u\":\"{rig.Server.Url}/keys\""));
        yield return ("another's key, without a name", rig => Signed(TestKey.OfRsa("r1"), "RS256", """{"alg":"RS256"}""", rig));
        yield return ("a small key", rig => Signed(TestKey.OfRsa("r1", 1024), "RS256", TokenRig.Head("RS256"), rig));
        yield return ("PS256 that says RS256", rig => rig.Rsa.Sign("PS256", TokenRig.Head("RS256"), rig.Claims + "}"));
        yield return ("RS256 that says PS256", rig => rig.Rsa.Sign("RS256", TokenRig.Head("PS256"), rig.Claims + "}"));
        yield return ("RS512 that says RS256", rig => rig.Rsa.Sign("RS512", TokenRig.Head("RS256"), rig.Claims + "}"));
        yield return ("RS256 that says ES256", rig => rig.Rsa.Sign("RS256", TokenRig.Head("ES256"), rig.Claims + "}"));
        yield return ("ES256 in DER", rig => rig.Curve.Sign("ES256 as DER", TokenRig.Head("ES256"), rig.Claims + "}"));
        yield return ("ES256 of another curve", rig => Signed(TestKey.OfCurve("e1", ECCurve.NamedCurves.nistP384), "ES256", TokenRig.Head("ES256"), rig));
        yield return ("ES256 of zeros", rig => With(rig.Good("ES256"), 2, TestKey.Text(new byte[64])));
        yield return ("RS256 of zeros", rig => With(rig.Good(), 2, TestKey.Text(new byte[256])));
        yield return ("a signature of one byte", rig => With(rig.Good(), 2, "AA"));
        yield return ("a signature with a zero before it", rig => With(rig.Good(), 2, TestKey.Text([0, .. Base64Url.DecodeFromChars(rig.Good().Split('.')[2])])));
        yield return ("a signature cut short", rig => With(rig.Good(), 2, TestKey.Text(Base64Url.DecodeFromChars(rig.Good().Split('.')[2])[..^1])));
        yield return ("a changed signature", rig => With(rig.Good(), 2, Changed(rig.Good().Split('.')[2])));
        yield return ("changed claims", rig => With(rig.Good(), 1, TestKey.Text(rig.Claims.Replace("bob", "eve") + "}")));
        yield return ("a changed head", rig => With(rig.Good(), 0, TestKey.Text(TokenRig.Head("RS256").Replace("JWT", "jwt"))));
        yield return ("the signature of another token", rig => With(rig.Good(), 2, rig.Sign(TokenRig.Head("RS256"), "{}").Split('.')[2]));
    }

    private static IEnumerable<(string What, Func<TokenRig, string> Make)> Shapes()
    {
        yield return ("nothing", _ => "");
        yield return ("two dots", _ => "..");
        yield return ("two parts", rig => rig.Good()[..rig.Good().LastIndexOf('.')]);
        yield return ("four parts", rig => rig.Good() + ".AA");
        yield return ("five parts, as encrypted ones", rig => rig.Good() + ".AA.AA");
        yield return ("no signature", rig => With(rig.Good(), 2, ""));
        yield return ("no head", rig => With(rig.Good(), 0, ""));
        yield return ("no claims", rig => With(rig.Good(), 1, ""));
        yield return ("padding", rig => rig.Good("ES256") + "==");
        yield return ("the other Base64", rig => With(rig.Good(), 0, Convert.ToBase64String("{\"alg\":\"RS256\",\"kid\":\"r1\",\"x\":\"~~~???\"}"u8)));
        yield return ("bits left over", rig => rig.Good("ES256")[..^1] + NextSpelling(rig.Good("ES256")[^1]));
        yield return ("white space within", rig => rig.Good().Insert(5, " "));
        yield return ("a line end within", rig => rig.Good().Insert(5, "\n"));
        yield return ("a letter beyond ASCII", rig => rig.Good().Insert(5, "é"));
        yield return ("a comma and another", rig => rig.Good() + "," + rig.Good());
        yield return ("quotes", rig => $"\"{rig.Good()}\"");
        yield return ("too long", rig => rig.Sign(TokenRig.Head("RS256"), rig.Claims + $",\"x\":\"{new string('x', 8000)}\"}}"));
        yield return ("JSON in place of the compact form", rig => $$"""{"protected":"{{rig.Good().Split('.')[0]}}"}""");
    }

    private static IEnumerable<(string What, Func<TokenRig, string> Make)> Claims()
    {
        yield return Claim("another issuer", "\"iss\":\"http", "\"iss\":\"https");
        yield return Claim("no issuer", "\"iss\":", "\"isz\":");
        yield return Claim("an issuer with a slash", "\",\"aud\"", "/\",\"aud\"");
        yield return Claim("an issuer that is a list", "{\"iss\":", "{\"iss\":[],\"isz\":");
        yield return Claim("another audience", "\"ocr\"", "\"ocr2\"");
        yield return Claim("an audience in capitals", "\"ocr\"", "\"OCR\"");
        yield return Claim("no audience", "\"aud\"", "\"auz\"");
        yield return Claim("audiences without ours", "\"ocr\"", "[\"a\",\"b\"]");
        yield return Claim("no audience in a list", "\"ocr\"", "[]");
        yield return Claim("audiences of which one is no text", "\"ocr\"", "[\"ocr\",1]");
        yield return Claim("an audience that is an object", "\"ocr\"", "{\"ocr\":1}");
        yield return Claim("no expiry", "\"exp\"", "\"exq\"");
        yield return ("expired", rig => Signed(rig, rig.Claims.Replace($"\"exp\":{rig.Now + 300}", $"\"exp\":{rig.Now - 61}").Replace($"\"iat\":{rig.Now}", $"\"iat\":{rig.Now - 1000}")));
        yield return Claim("an expiry that is a text", "\"exp\":", "\"exp\":\"9999999999\",\"e\":");
        yield return Claim("an expiry that is null", "\"exp\":", "\"exp\":null,\"e\":");
        yield return Claim("an expiry without end", "\"exp\":", "\"exp\":1e300,\"e\":");
        yield return Claim("an expiry below zero", "\"exp\":", "\"exp\":-1,\"e\":");
        yield return ("not good yet", rig => Signed(rig, string.Create(CultureInfo.InvariantCulture, $"{rig.Claims},\"nbf\":{rig.Now + 61}")));
        yield return ("nbf that is a text", rig => Signed(rig, rig.Claims + ",\"nbf\":\"0\""));
        yield return ("issued in the future", rig => Signed(rig, rig.Claims.Replace($"\"iat\":{rig.Now}", $"\"iat\":{rig.Now + 61}")));
        yield return ("issued after it expires", rig => Signed(rig, rig.Claims.Replace($"\"iat\":{rig.Now}", $"\"iat\":{rig.Now + 10}").Replace($"\"exp\":{rig.Now + 300}", $"\"exp\":{rig.Now + 10}")));
        yield return ("iat that is a text", rig => Signed(rig, rig.Claims.Replace($"\"iat\":{rig.Now}", "\"iat\":\"now\"")));
        yield return ("a claim that is half a surrogate pair", rig => Signed(rig, rig.Claims + ""","\ud800":1"""));
        yield return ("a text in the claims with half a surrogate pair", rig => Signed(rig, rig.Claims + ""","x":["\udc00"]"""));
        yield return ("a claim twice", rig => Signed(rig, rig.Claims + ",\"sub\":\"eve\""));
        yield return ("claims that are a list", rig => rig.Sign(TokenRig.Head("RS256"), $"[{rig.Claims}}}]"));
        yield return ("claims that are too deep", rig => Signed(rig, rig.Claims + $",\"x\":{new string('[', 40)}{new string(']', 40)}"));
        yield return ("claims that are no UTF-8", rig => SignedBytes(rig, [.. Encoding.UTF8.GetBytes(rig.Claims + ",\"x\":\""), 0xFF, .. "\"}"u8]));
        yield return Claim("no name", "\"sub\"", "\"sup\"");
        foreach (var name in (string[])["", ".", "..", ".bob", "../eve", "a/b", "a\\\\b", "bob eve", "b\\u0000b", "bób", "bob\\n", "\\ud800"])
            yield return Claim($"the name '{name}'", "\"bob\"", $"\"{name}\"");
        yield return Claim("a name of 65 letters", "\"bob\"", $"\"{new string('b', 65)}\"");
        yield return Claim("a name that is a number", "\"bob\"", "7");
        yield return Claim("a name that is a list", "\"bob\"", "[\"bob\"]");
    }

    private static (string What, Func<TokenRig, string> Make) Claim(string what, string piece, string replacement) => (what, rig => Signed(rig, Replaced(rig.Claims, piece, replacement)));

    private static string Replaced(string claims, string piece, string replacement)
    {
        claims.ShouldContain(piece);
        return claims.Replace(piece, replacement);
    }

    private static string SignedBytes(TokenRig rig, byte[] payload)
    {
        var signed = $"{TestKey.Text(TokenRig.Head("RS256"))}.{TestKey.Text(payload)}";
        return $"{signed}.{TestKey.Text(rig.Rsa.Sign("RS256", Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Signed(TokenRig rig, string claims) => rig.Sign(TokenRig.Head("RS256"), claims + "}");

    private static string Signed(TestKey key, string algorithm, string head, TokenRig rig)
    {
        using (key)
            return key.Sign(algorithm, head, rig.Claims + "}");
    }

    private static string WithOwnKey(TokenRig rig, Func<TestKey, string> more)
    {
        using var key = TestKey.OfRsa("mine");
        return key.Sign("RS256", $$"""{"alg":"RS256","kid":"r1"{{more(key)}}}""", rig.Claims + "}");
    }

    private static string Hmac(TokenRig rig, byte[] secret, string algorithm = "HS256")
    {
        var signed = $"{TestKey.Text(TokenRig.Head("RS256").Replace("RS256", algorithm))}.{TestKey.Text(rig.Claims + "}")}";
        return $"{signed}.{TestKey.Text(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string With(string token, int part, string text)
    {
        var parts = token.Split('.');
        parts[part] = text;
        return string.Join('.', parts);
    }

    private static string Changed(string signature) => (signature[0] == 'A' ? 'B' : 'A') + signature[1..];

    // the same bytes to a decoder that does not look at the bits left over
    private static char NextSpelling(char last) => Alphabet[Alphabet.IndexOf(last) + 1];
}
