using System.Text.RegularExpressions;

namespace Kappa.Cli;

/// <summary>The page docs/errors.md, which every build carries along.</summary>
internal static partial class ErrorBook
{
    private const string Resource = "errors.md";

    public static IReadOnlyList<ErrorEntry> Read()
    {
        using Stream page = typeof(ErrorBook).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(page);
        return [.. Heading().Split(reader.ReadToEnd()).Skip(1).Select(Parse).OfType<ErrorEntry>()];
    }

    /// <summary>A code as people type it: <c>kap5201</c>, <c>5201</c>, or as messages show it.</summary>
    public static string Normalize(string code)
    {
        string text = code.Trim().ToUpperInvariant();
        return text.Length == 4 && text.All(char.IsAsciiDigit) ? $"KAP{text}" : text;
    }

    private static ErrorEntry? Parse(string section)
    {
        int end = section.IndexOf('\n', StringComparison.Ordinal);
        string heading = section[..end];
        string[] codes = [.. Code().Matches(heading).Select(code => code.Value)];
        int title = heading.IndexOf(": ", StringComparison.Ordinal);
        string text = NextSection().Split(section[end..])[0];
        return codes.Length == 0 ? null : new ErrorEntry(
            codes, title < 0 ? "" : heading[(title + 2)..], Plain(text).Trim());
    }

    /// <summary>Links and bold words are of no use in a terminal.</summary>
    private static string Plain(string text) =>
        Link().Replace(text, "$1").Replace("**", "", StringComparison.Ordinal);

    [GeneratedRegex("^### ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex NextSection();

    [GeneratedRegex("KAP[0-9]{4}")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();
}
