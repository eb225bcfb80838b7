using System.Security.Cryptography;
using System.Text;

namespace Kappa.Mutants;

/// <summary>One change of the source that the tests have to notice.</summary>
/// <param name="List">The list that has it.</param>
/// <param name="Name">What goes wrong, in words.</param>
/// <param name="File">The file, from the root of the tree.</param>
/// <param name="Before">Text that occurs in it once, lines without their indentation.</param>
/// <param name="After">What stands there instead.</param>
/// <param name="First">Tests that are likely to find it.</param>
/// <param name="Judges">The test projects that look for it behind those, in order.</param>
/// <param name="Reason">Why nothing finds it and that is right; null where something has to.</param>
internal sealed record Mutant(
    string List, string Name, string File, string Before, string After, IReadOnlyList<Judge> First,
    IReadOnlyList<Judge> Judges, string? Reason)
{
    /// <summary>The project that it is built into, from the root of the tree, as in <c>src/Log</c>.</summary>
    public string Project => string.Join('/', File.Split('/')[..2]);

    /// <summary>The file's text with the change in it.</summary>
    /// <exception cref="FormatException">The text before is not there once: the file has changed.</exception>
    public string Apply(string text)
    {
        string flat = string.Join('\n', text.Split('\n').Select(line => line.Trim()));
        int at = flat.IndexOf(Before, StringComparison.Ordinal);
        return at >= 0 && flat.IndexOf(Before, at + 1, StringComparison.Ordinal) < 0
            ? flat[..at] + After + flat[(at + Before.Length)..]
            : throw new FormatException(
                $"{List}, '{Name}': the text before occurs {(at < 0 ? "nowhere" : "more than once")} in {File}.");
    }

    /// <summary>Tells whether a verdict of an earlier run is about this change of this file.</summary>
    public string Fingerprint(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{File}\n{Apply(text)}")))[..16];
}
