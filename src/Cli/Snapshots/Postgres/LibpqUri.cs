namespace Kappa.Cli;

/// <summary>Takes <c>postgres://user:password@host:port/database?name=value</c> apart, as libpq does.</summary>
internal static class LibpqUri
{
    /// <exception cref="FormatException">It is no such URI.</exception>
    public static List<(string Name, string Value)> Split(string uri)
    {
        string rest = uri[(uri.IndexOf("://", StringComparison.Ordinal) + 3)..];
        int query = rest.IndexOf('?', StringComparison.Ordinal);
        string parameters = query < 0 ? "" : rest[(query + 1)..];
        rest = query < 0 ? rest : rest[..query];
        int user = rest.LastIndexOf('@');
        List<(string Name, string Value)> pairs = [];
        if (user >= 0)
        {
            AddUser(pairs, rest[..user]);
        }

        string[] place = rest[(user + 1)..].Split('/', 2);
        AddHost(pairs, place[0]);
        Add(pairs, "dbname", place.Length > 1 ? place[1] : "");
        foreach (string parameter in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = parameter.Split('=', 2);
            Add(pairs, Decode(parts[0]), parts.Length > 1
                ? parts[1] : throw new FormatException("a parameter of the URI has no value"));
        }

        return pairs;
    }

    private static void AddUser(List<(string Name, string Value)> pairs, string text)
    {
        string[] parts = text.Split(':', 2);
        Add(pairs, "user", parts[0]);
        Add(pairs, "password", parts.Length > 1 ? parts[1] : "");
    }

    /// <summary>Several hosts stay together: Npgsql takes them so too.</summary>
    private static void AddHost(List<(string Name, string Value)> pairs, string text)
    {
        int colon = text.Contains(',', StringComparison.Ordinal) ? -1 : text.LastIndexOf(':');
        int bracket = text.LastIndexOf(']'); // Of [::1]:5432.
        string host = colon > bracket ? text[..colon] : text;
        Add(pairs, "host", bracket > 0 ? host.Trim('[', ']') : host);
        Add(pairs, "port", colon > bracket ? text[(colon + 1)..] : "");
    }

    private static void Add(List<(string Name, string Value)> pairs, string name, string value)
    {
        if (value.Length > 0)
        {
            pairs.Add((name, Decode(value)));
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);
}
