using System.Reflection;

namespace Kappa.Cli;

/// <summary>The templates of projects, which the command carries: those of package Kappa.Templates.</summary>
internal static class ProjectTemplate
{
    /// <summary>What stands in the templates where the name of a project goes.</summary>
    private const string Placeholder = "KappaApp";

    private const string Prefix = "templates/";
    private const string Common = "common";

    /// <summary>The template that is taken where none is named.</summary>
    public const string Default = "totals";

    private static readonly Assembly Carrier = typeof(ProjectTemplate).Assembly;

    /// <summary>The names of all templates, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Files().Select(file => file.Split('/')[0]).Where(folder => folder != Common && folder[0] != '.').Distinct()
            .OrderBy(name => name != Default).ThenBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>Whether a project can have a name: each part of it is the name of a namespace.</summary>
    public static bool CanName(string name) => name.Split('.').All(part =>
        part.Length > 0 && (char.IsLetter(part[0]) || part[0] == '_')
        && part.All(character => char.IsLetterOrDigit(character) || character == '_'));

    /// <summary>Writes a project.</summary>
    /// <param name="template">One of <see cref="Names"/>.</param>
    /// <param name="name">Its name, and that of its namespace.</param>
    /// <param name="directory">Where it goes.</param>
    /// <returns>The files, below the directory.</returns>
    public static IReadOnlyList<string> Write(string template, string name, string directory)
    {
        List<string> written = [];
        foreach (string file in Files().Where(file => file.Split('/')[0] is Common || file.Split('/')[0] == template))
        {
            string target = file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..]
                .Replace(Placeholder, name, StringComparison.Ordinal);
            string path = Path.Combine(directory, target);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using Stream resource = Carrier.GetManifestResourceStream(Prefix + file)!;
            using var reader = new StreamReader(resource);
            File.WriteAllText(path, reader.ReadToEnd().Replace(Placeholder, name, StringComparison.Ordinal));
            written.Add(target);
        }

        return written;
    }

    private static IEnumerable<string> Files() => Carrier.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])
        .Order(StringComparer.Ordinal);
}
