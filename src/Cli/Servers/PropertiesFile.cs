namespace Kappa.Cli;

/// <summary>
/// Reads a file of properties as Kafka's own tools take it: <c>name=value</c> lines, <c>#</c> comments.
/// </summary>
internal static class PropertiesFile
{
    /// <exception cref="KappaException">KAP7150 (exit 2): the file is not there, or a line is no property.</exception>
    public static Dictionary<string, string> Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.PropertiesUnreadable(file, error);
        }

        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int number = 1; number <= lines.Length; number++)
        {
            string line = lines[number - 1].Trim();
            if (line.Length == 0 || line[0] is '#' or '!')
            {
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw CliErrors.PropertyLine(file, number);
            }

            properties[line[..equals].TrimEnd()] = line[(equals + 1)..].TrimStart();
        }

        return properties;
    }
}
