using System.IO.Compression;
using System.Text;

namespace Kappa.Cli;

/// <summary>What somebody who helps needs to see, in one file, and no secret.</summary>
internal static class DoctorBundle
{
    /// <summary>Parts of names of variables whose values are not told.</summary>
    private static readonly string[] Secrets = ["TOKEN", "PASSWORD", "SECRET", "KEY", "CREDENTIAL", "SASL", "AUTH"];

    /// <summary>Variables that a worker, or the runtime below it, goes by.</summary>
    private static readonly string[] Prefixes = ["KAPPA_", "DOTNET_", "OTEL_"];

    /// <summary>Writes it; a file of that name is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="findings">What was found, as JSON.</param>
    /// <param name="directory">The data directory, whose files are listed by name and size.</param>
    /// <param name="variables">The environment.</param>
    /// <exception cref="KappaException">KAP7109: the file cannot be written.</exception>
    public static void Write(
        string path, string findings, string directory, IEnumerable<KeyValuePair<string, string>> variables)
    {
        try
        {
            WriteTo(path, findings, directory, variables);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliErrors.NoAccess(path, error);
        }
    }

    private static void WriteTo(
        string path, string findings, string directory, IEnumerable<KeyValuePair<string, string>> variables)
    {
        using FileStream file = File.Create(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        Add(zip, "findings.json", findings);
        Add(zip, "environment.txt", string.Join('\n', variables
            .Where(variable => Prefixes.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => $"{variable.Key}={Told(variable)}")));
        Add(zip, "files.txt", string.Join('\n', Files(directory)));
    }

    private static string Told(KeyValuePair<string, string> variable) =>
        Secrets.Any(secret => variable.Key.Contains(secret, StringComparison.OrdinalIgnoreCase))
            ? "(not told)" : variable.Value;

    private static IEnumerable<string> Files(string directory) => !Directory.Exists(directory) ? [] :
        new DirectoryInfo(directory).EnumerateFiles("*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
        })
            .Select(file => (Name: Path.GetRelativePath(directory, file.FullName), file.Length))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => $"{file.Length,15:N0}  {file.Name}");

    private static void Add(ZipArchive zip, string name, string content)
    {
        using Stream entry = zip.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }
}
