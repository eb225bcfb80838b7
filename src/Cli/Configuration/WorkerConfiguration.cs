using System.Globalization;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>The settings of a worker below its flags: environment, then file, then default.</summary>
internal sealed class WorkerConfiguration
{
    /// <summary>The file that is read where none is named.</summary>
    public const string DefaultFile = "kappa.yaml";

    private readonly IReadOnlyList<ConfigEntry> _entries;
    private readonly Func<string, string?> _environment;

    private WorkerConfiguration(IReadOnlyList<ConfigEntry> entries, Func<string, string?> environment) =>
        (_entries, _environment) = (entries, environment);

    /// <summary>Kafka's properties of the file, references to secrets as they are.</summary>
    public IEnumerable<ConfigEntry> KafkaEntries => _entries.Where(
        entry => entry.Key.StartsWith(SettingList.KafkaGroup + ".", StringComparison.Ordinal));

    /// <summary>Reads what is named, else what <c>KAPPA_CONFIG</c> names, else <c>./kappa.yaml</c> where there is one.
    /// </summary>
    /// <exception cref="KappaException">KAP7170 to KAP7172 (exit 78): the file or a variable is wrong.</exception>
    public static WorkerConfiguration Load(CliContext context, string? named)
    {
        string? file = named ?? (context.Environment("KAPPA_CONFIG") is { Length: > 0 } set ? set : null);
        file ??= File.Exists(DefaultFile) ? DefaultFile : null;
        var configuration = new WorkerConfiguration(
            file is null ? [] : ConfigFile.Read(file), context.Environment);
        foreach (WorkerSetting setting in SettingList.All)
        {
            SettingValue value = configuration.Shown(setting);
            if (value.Text is { } text && !SecretReference.Is(text) && !setting.Takes(text))
            {
                throw ConfigErrors.Value(value.Origin, setting.Key, text, setting.Expected!);
            }
        }

        return configuration;
    }

    /// <summary>What a setting is as it was written, and where.</summary>
    public SettingValue Shown(WorkerSetting setting)
    {
        foreach (string? variable in new[] { setting.Variable, setting.OlderVariable })
        {
            if (variable is not null && _environment(variable) is { Length: > 0 } text)
            {
                return new SettingValue(text, variable);
            }
        }

        return _entries.FirstOrDefault(entry => entry.Key == setting.Key) is { } found
            ? new SettingValue(found.Value, found.Place) : new SettingValue(null, "default");
    }

    /// <summary>What a setting is; null where nobody set it.</summary>
    /// <exception cref="KappaException">KAP7172, KAP7174 (exit 78): what a reference names is wrong.</exception>
    public string? Text(WorkerSetting setting)
    {
        if (Shown(setting) is not { Text: { } written } value)
        {
            return null;
        }

        string text = SecretReference.Resolve(new ConfigEntry(setting.Key, written, value.Origin), _environment);
        return setting.Takes(text) ? text
            : throw ConfigErrors.Value(value.Origin, setting.Key, "(what it refers to)", setting.Expected!);
    }

    public int? Number(WorkerSetting setting) =>
        Text(setting) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public bool IsTrue(WorkerSetting setting) => Text(setting) == "true";

    /// <summary>Kafka's properties with their secrets, by their own names.</summary>
    /// <exception cref="KappaException">KAP7174 (exit 78): a secret cannot be had.</exception>
    public Dictionary<string, string> Kafka() => KafkaEntries.ToDictionary(
        entry => entry.Key[(SettingList.KafkaGroup.Length + 1)..],
        entry => SecretReference.Resolve(entry, _environment), StringComparer.Ordinal);

    /// <summary>Checks all that can be told without starting a worker.</summary>
    /// <exception cref="KappaException">KAP7172 to KAP7174 (exit 78): a value is wrong, or two contradict.</exception>
    public void Validate()
    {
        foreach (WorkerSetting setting in SettingList.All)
        {
            Text(setting);
        }

        Dictionary<string, string> kafka = Kafka();
        if (IsTrue(SettingList.TakeOver) && kafka.Count == 0)
        {
            throw ConfigErrors.Contradiction(
                $"{Shown(SettingList.TakeOver).Origin}: {SettingList.TakeOver.Key} is true",
                "no cluster is named, and an embedded log has one owner. Remove it, or set kafka.bootstrap.servers.");
        }

        if (kafka.Count > 0 && !kafka.ContainsKey("bootstrap.servers"))
        {
            throw ConfigErrors.Contradiction(
                $"{KafkaEntries.First().Place}: {KafkaEntries.First().Key} is set",
                "kafka.bootstrap.servers is not. Name the brokers, or remove the group.");
        }

        if (Text(SettingList.Listen) is { } listen && !ListenAddress.Parse(listen).IsLoopback &&
            !IsTrue(SettingList.Insecure))
        {
            throw ConfigErrors.Contradiction(
                $"{Shown(SettingList.Listen).Origin}: {SettingList.Listen.Key} is {listen}, which other machines reach",
                $"{SettingList.Insecure.Key} is not true. Listen on 127.0.0.1, or allow clear text.");
        }
    }
}
