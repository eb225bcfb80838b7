using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>
/// A method is read in one go. The tree is formatted (dotnet format), so braces that stand alone tell where one ends.
/// </summary>
public sealed partial class MethodTests
{
    private const int MaxLines = 60;

    [Fact]
    public void A_method_has_at_most_60_lines()
    {
        (string Where, int Lines)[] methods =
            [.. Tree.Code.SelectMany(file => Methods(file).Concat(Expressions(file)))];

        string[] tall = [.. methods.Where(method => method.Lines > MaxLines)
            .Select(method => $"{method.Where} has {method.Lines} lines (limit {MaxLines})")];

        Assert.True(methods.Length > 5_000, $"Only {methods.Length} methods were found: this test proves little.");
        Assert.True(tall.Length == 0, string.Join("\n", tall));
    }

    [Fact]
    public void Its_own_reading_of_methods_counts_what_stands_between_their_braces()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(
                file,
                [
                    "internal sealed class Name(int first)", "{",
                    "    private readonly (int, int)[] _table = Make(", "        1)", "    {", "        2,", "    };",
                    "",
                    "    public int Long(", "        int number)", "    {",
                    "        if (number > 1)", "        {", "            return 1;", "        }", "",
                    "        return 2;", "    }", "", "    private void Short() => Do(() =>", "    {", "        Go();",
                    "    });", "",
                    "    private static readonly Action Go = () =>", "    {", "        Run();", "        Run();",
                    "    };", "", "    private int Sum() => One()", "        + Two()", "        + Three();", "",
                    "    private int Next => 1;", "}",
                ]);

            Assert.Equal([6, 1, 2, 2], Methods(file).Concat(Expressions(file)).Select(method => method.Lines));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Blocks whose parent is a type: methods, constructors, properties.</summary>
    private static IEnumerable<(string Where, int Lines)> Methods(string file)
    {
        string[] lines = File.ReadAllLines(file);
        var open = new Stack<(int Indent, bool IsType, bool IsMethod, int Line)>();
        bool isRaw = false;
        for (int line = 0; line < lines.Length; line++)
        {
            isRaw ^= RawString().Count(lines[line]) % 2 == 1;
            string text = lines[line].Trim();
            int indent = lines[line].Length - lines[line].TrimStart().Length;
            if (!isRaw && text == "{")
            {
                string header = Header(lines, line, indent);
                bool isType = Type().IsMatch(header);
                bool isMethod = !isType && (!IsInitializer(header) || header.EndsWith("=>", StringComparison.Ordinal))
                    && (open.Count == 0 || open.Peek().IsType);
                open.Push((indent, isType, isMethod, line));
            }
            else if (!isRaw && text.StartsWith('}') && open.TryPeek(out var block) && block.Indent == indent)
            {
                open.Pop();
                if (block.IsMethod)
                {
                    yield return ($"{Tree.Name(file)}:{block.Line + 1}", line - block.Line - 1);
                }
            }
        }
    }

    /// <summary>Members that are one expression: the lines that hang below the first.</summary>
    private static IEnumerable<(string Where, int Lines)> Expressions(string file)
    {
        string[] lines = File.ReadAllLines(file);
        for (int first = 0; first < lines.Length; first++)
        {
            int indent = lines[first].Length - lines[first].TrimStart().Length;
            int next = first + 1;
            while (next < lines.Length && lines[next].Length > indent && char.IsWhiteSpace(lines[next][indent]))
            {
                next++;
            }

            if (next > first + 1 && Expression().IsMatch(lines[first]))
            {
                yield return ($"{Tree.Name(file)}:{first + 1}", next - first - 1);
            }
        }
    }

    /// <summary>Something is assigned, and not to a parameter.</summary>
    private static bool IsInitializer(string header)
    {
        string left = header;
        while (Brackets().IsMatch(left))
        {
            left = Brackets().Replace(left, "");
        }

        return Assignment().IsMatch(left);
    }

    /// <summary>What stands before a brace, back to the line that begins at its indentation.</summary>
    private static string Header(string[] lines, int brace, int indent)
    {
        int first = brace - 1;
        while (first > 0 && (lines[first].Length <= indent || char.IsWhiteSpace(lines[first][indent])))
        {
            first--; // A continued line.
        }

        return string.Join(' ', lines[first..brace].Select(line => line.Trim()));
    }

    [GeneratedRegex(
        @"^(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*" +
        @"(?:class|struct|record|interface|enum|namespace|extension)\b")]
    private static partial Regex Type();

    [GeneratedRegex(@"^ +(?:public|internal|private|protected)\b.*=>(?:[^;]*[^;{])?$")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Brackets();

    [GeneratedRegex("(?<![=<>!])=(?![=>])")]
    private static partial Regex Assignment();

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawString();
}
