namespace Kappa.Cli;

/// <summary>
/// A value that stands elsewhere: <c>${file:PATH}</c>, <c>${env:NAME}</c>, or <c>${credential:NAME}</c> of systemd's
/// LoadCredential=. It is looked up where it is used, and never where it is shown.
/// </summary>
internal static class SecretReference
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Names of Kafka's properties that are secrets have one of these in them.</summary>
    private static readonly string[] Secrets =
        ["password", "secret", "jaas", "token", "key.pem", "oauthbearer.config"];

    public static bool Is(string text) => text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}');

    /// <summary>What may be shown of a value: references as they are, and of secrets nothing.</summary>
    public static string Shown(string key, string value) => !Is(value) && Secrets.Any(
        secret => key.Contains(secret, StringComparison.OrdinalIgnoreCase)) ? "(not told)" : value;

    /// <summary>Gives the value itself.</summary>
    /// <exception cref="KappaException">KAP7174 (exit 78): it is not there, or others can read it.</exception>
    public static string Resolve(ConfigEntry entry, Func<string, string?> environment)
    {
        if (!Is(entry.Value))
        {
            return entry.Value;
        }

        string[] parts = entry.Value[2..^1].Split(':', 2);
        return parts switch
        {
            ["env", var name] => environment(name) ?? throw Missing($"the variable {name} is not set. Set it."),
            ["file", var path] => Read(path),
            ["credential", var name] when IsName(name) => environment("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder
                ? Read(Path.Combine(folder, name))
                : throw Missing("CREDENTIALS_DIRECTORY is not set. Run under systemd with LoadCredential=."),
            _ => throw Missing("write ${file:PATH}, ${env:NAME} or ${credential:NAME}."),
        };

        string Read(string path)
        {
            try
            {
                if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
                {
                    throw Missing($"all users of this machine can read or write {path}. Run: chmod 600 {path}");
                }

                return File.ReadAllText(path).TrimEnd('\r', '\n');
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw Missing($"{error.Message} Correct the path or the permissions.");
            }
        }

        KappaException Missing(string reason) => ConfigErrors.Secret(entry.Place, entry.Key, reason);
    }

    private static bool IsName(string name) => name.Length > 0 && Path.GetFileName(name) == name && name != "..";
}
