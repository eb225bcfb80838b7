namespace Kappa.Kafka;

/// <summary>The properties of the clients of one cluster: the user's, checked, with what Kappa relies on.</summary>
internal sealed class KafkaProperties
{
    private const string Bootstrap = "bootstrap.servers";

    private static readonly string[] Roles = ["consumer.", "producer.", "admin."];

    private readonly Dictionary<string, string> _common = [];
    private readonly Dictionary<string, Dictionary<string, string>> _ofRole = [];

    /// <param name="options">Whose properties are checked.</param>
    /// <exception cref="KappaException">
    /// KAP2501: a property is not known, or is Kappa's to set, or <c>bootstrap.servers</c> is missing.
    /// </exception>
    public KafkaProperties(KafkaLogOptions options)
    {
        foreach ((string name, string value) in options.Properties)
        {
            string? role = Array.Find(Roles, role => name.StartsWith(role, StringComparison.Ordinal));
            string bare = name[(role?.Length ?? 0)..];
            KafkaPropertyNames.Check(name, bare);
            if (role is null)
            {
                _common[bare] = value;
            }
            else
            {
                if (!_ofRole.TryGetValue(role, out Dictionary<string, string>? properties))
                {
                    _ofRole[role] = properties = [];
                }

                properties[bare] = value;
            }
        }

        if (!_common.TryGetValue(Bootstrap, out string? servers) || string.IsNullOrWhiteSpace(servers))
        {
            throw KafkaErrors.PropertyMissing(Bootstrap);
        }

        Servers = servers;
        Options = options;
    }

    /// <summary>The cluster as errors name it.</summary>
    public string Servers { get; }

    public KafkaLogOptions Options { get; }

    /// <summary>Gives the properties of a client.</summary>
    /// <param name="role"><c>consumer</c>, <c>producer</c> or <c>admin</c>.</param>
    /// <param name="defaults">What Kappa would choose; the user's properties come before it.</param>
    /// <param name="required">What Kappa relies on; <see cref="KafkaPropertyNames"/> keeps the user from it.</param>
    public Dictionary<string, string> Of(
        string role, IEnumerable<(string Name, string Value)> defaults,
        IEnumerable<(string Name, string Value)> required)
    {
        Dictionary<string, string> all = defaults.ToDictionary(pair => pair.Name, pair => pair.Value);
        IEnumerable<KeyValuePair<string, string>> users =
            _ofRole.TryGetValue(role + ".", out Dictionary<string, string>? own) ? _common.Concat(own) : _common;
        foreach ((string name, string value) in users)
        {
            all[name] = value;
        }

        foreach ((string name, string value) in required)
        {
            all[name] = value;
        }

        return all;
    }
}
