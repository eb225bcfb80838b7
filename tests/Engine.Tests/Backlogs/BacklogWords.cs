using System.Text;

namespace Kappa.Engine.Tests;

/// <summary>What the topologies over backlogs do with values: any change of order changes the answer.</summary>
internal static class BacklogWords
{
    private const int LongestChars = 60;
    private const int KeptChars = 30;

    public static string Pair(string left, string? right) => Short($"{left}|{right}");

    public static string Chain(string total, string value) => Short($"{total},{value}");

    /// <summary>The first letter, of which there are a few.</summary>
    public static string Letter(string? value) => value is null ? "none" : value[..1];

    /// <summary>The last character, as the key of an area; none for a tombstone.</summary>
    public static string? Area(string? value) => value is null ? null : $"a{value[^1]}";

    /// <summary>The last character, as the key of a zone; none for a tombstone.</summary>
    public static string? Zone(string? value) => value is null ? null : $"z{value[^1]}";

    /// <summary>Long texts keep a digest of all and their end, so that nothing that went in is forgotten.</summary>
    private static string Short(string text)
    {
        if (text.Length <= LongestChars)
        {
            return text;
        }

        ulong hash = 14_695_981_039_346_656_037;
        foreach (byte part in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ part) * 1_099_511_628_211;
        }

        return $"{hash:x16}~{text[^KeptChars..]}";
    }
}
