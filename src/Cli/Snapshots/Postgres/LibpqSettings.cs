using System.Text;
using Npgsql;

namespace Kappa.Cli;

/// <summary>Settings of a connection by the names that psql's users know: <c>host=db user=me dbname=shop</c>.</summary>
internal static class LibpqSettings
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["hostaddr"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["channel_binding"] = "Channel Binding",
        ["target_session_attrs"] = "Target Session Attributes",
        ["krbsrvname"] = "Kerberos Service Name",
        ["gssencmode"] = "GSS Encryption Mode",
    };

    /// <summary>Gives the settings to Npgsql by its own names; other names it may know itself.</summary>
    /// <exception cref="ArgumentException">A name or a value is unknown.</exception>
    public static NpgsqlConnectionStringBuilder Of(IEnumerable<(string Name, string Value)> pairs)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        foreach ((string name, string value) in pairs)
        {
            settings[Names.GetValueOrDefault(name, name)] =
                name is "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return settings;
    }

    /// <summary>Takes <c>name=value name='a value'</c> apart.</summary>
    /// <returns>Null where it is something else, such as a connection string of Npgsql.</returns>
    public static List<(string Name, string Value)>? TrySplit(string text)
    {
        List<(string Name, string Value)> pairs = [];
        for (int at = 0; !Rest(text, at).IsWhiteSpace();)
        {
            int equals = text.IndexOf('=', at);
            string name = equals < 0 ? "" : text[at..equals].Trim();
            if (name.Length == 0 || !name.All(sign => char.IsAsciiLetterLower(sign) || sign == '_'))
            {
                return null;
            }

            at = equals + 1;
            if (ReadValue(text, ref at) is not { } value)
            {
                return null;
            }

            pairs.Add((name, value));
        }

        return pairs.Count > 0 ? pairs : null;
    }

    private static ReadOnlySpan<char> Rest(string text, int at) => text.AsSpan(at);

    /// <summary>A value ends at a space unless it is quoted; a backslash takes what follows as it is.</summary>
    private static string? ReadValue(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        bool isQuoted = at < text.Length && text[at] == '\'';
        at += isQuoted ? 1 : 0;
        var value = new StringBuilder();
        for (; at < text.Length; at++)
        {
            char sign = text[at];
            if (isQuoted ? sign == '\'' : char.IsWhiteSpace(sign))
            {
                at++;
                return value.ToString();
            }

            if (sign == ';' && !isQuoted)
            {
                return null; // Npgsql's.
            }

            at += sign == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at]);
        }

        return isQuoted ? null : value.ToString();
    }
}
