namespace Kappa.Mutants;

/// <summary>Reads a list of mutants; README.md has the format.</summary>
internal static class MutantList
{
    public static IEnumerable<Mutant> Read(string path)
    {
        string list = Path.GetFileNameWithoutExtension(path);
        List<Judge> judges = [];
        List<string> lines = [];
        foreach (string line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.StartsWith("mutant ", StringComparison.Ordinal) && lines.Count > 0)
            {
                yield return Parse(list, lines, judges);
                lines.Clear();
            }

            if (lines.Count == 0 && line.StartsWith("judge ", StringComparison.Ordinal))
            {
                judges.Add(Judge.Parse(line[6..]));
            }
            else
            {
                lines.Add(line);
            }
        }

        if (lines.Count > 0)
        {
            yield return Parse(list, lines, judges);
        }
    }

    private static Mutant Parse(string list, List<string> lines, List<Judge> judges)
    {
        string Text(string prefix) => string.Join('\n', lines
            .Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
            .Select(line => line[prefix.Length..].Trim()));

        string name = Text("mutant ");
        string[] first = Text("first ").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string reason = Text("survives ").Replace('\n', ' ');
        if (lines.Find(line => !IsKnown(line)) is { } unknown)
        {
            throw new FormatException($"{list}, '{name}': what is '{unknown}'?");
        }

        return new Mutant(
            list, name, Text("file "), Text("- "), Text("+ "), [.. first.Select(Judge.Parse)], [.. judges],
            reason.Length == 0 ? null : reason);
    }

    private static bool IsKnown(string line) =>
        line is "+" || new[] { "mutant ", "file ", "first ", "survives ", "- ", "+ " }
            .Any(prefix => line.StartsWith(prefix, StringComparison.Ordinal));
}
