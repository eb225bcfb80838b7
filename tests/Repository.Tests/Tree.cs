using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>The files of the repository.</summary>
internal static partial class Tree
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Files below some folders, without what builds make.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folders) => folders
        .Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
        .Where(file => !BuildOutput().IsMatch(Name(file))).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Code => Files("*.cs", "src", "topologies", "bench", "tests");

    /// <summary>The path below the root, for messages.</summary>
    public static string Name(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot(string directory) => File.Exists(Path.Combine(directory, "Kappa.sln"))
        ? directory : FindRoot(Path.GetDirectoryName(directory.TrimEnd('/'))!);

    [GeneratedRegex("(^|/)(bin|obj|artifacts)/")]
    private static partial Regex BuildOutput();
}
