using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

public sealed partial class SizeTests
{
    private const int MaxLines = 350;
    private const int MaxWidth = 120;

    [Fact]
    public void A_file_has_at_most_350_lines()
    {
        string[] tall = [.. Tree.Code.Select(file => (file, Lines: File.ReadLines(file).Count()))
            .Where(item => item.Lines > MaxLines)
            .Select(item => $"{Tree.Name(item.file)} has {item.Lines} lines (limit {MaxLines})")];

        Assert.True(tall.Length == 0, string.Join("\n", tall));
    }

    /// <summary>A type in several files is one thing to understand.</summary>
    [Fact]
    public void A_type_over_several_files_has_at_most_350_lines_together()
    {
        string[] tall = [.. Tree.Code
            .SelectMany(file => PartialType().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)
                .Distinct().Select(type => (Type: $"{Tree.Project(file)}/{type}", File: file)))
            .GroupBy(item => item.Type, item => File.ReadLines(item.File).Count())
            .Where(lines => lines.Sum() > MaxLines)
            .Select(lines => $"{lines.Key} has {lines.Sum()} lines in {lines.Count()} files (limit {MaxLines})")];

        Assert.True(tall.Length == 0, string.Join("\n", tall));
    }

    [Fact]
    public void A_line_has_at_most_120_characters()
    {
        string[] wide = [.. Tree.Code.SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (Where: $"{Tree.Name(file)}:{index + 1}", line.Length))
            .Where(item => item.Length > MaxWidth)
            .Select(item => $"{item.Where} has {item.Length} characters (limit {MaxWidth})"))];

        Assert.True(wide.Length == 0, string.Join("\n", wide));
    }

    [GeneratedRegex(
        @"^(?:\w+ )*partial (?:class|struct|interface|record(?: class| struct)?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PartialType();
}
