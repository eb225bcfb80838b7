using System.CommandLine;
using Kappa.Kafka;

namespace Kappa.Cli;

/// <summary>The options that name a Kafka cluster as the log.</summary>
internal sealed class KafkaOptions
{
    private readonly Option<string?> _bootstrap = new("--bootstrap")
    {
        Description = "Brokers of a Kafka cluster that is the log; without it the log is embedded in --dir.",
        HelpName = "HOST:PORT,...",
    };

    private readonly Option<string?> _properties = new("--properties")
    {
        Description = "File of Kafka properties, one name=value a line: security.protocol, sasl.*, ssl.* ...",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_bootstrap);
        command.Options.Add(_properties);
    }

    /// <summary>Gives the cluster that is named; null where the log is embedded.</summary>
    /// <param name="parsed">The line that was typed.</param>
    /// <param name="configured">Properties that count where the line has no others; null for none.</param>
    /// <exception cref="KappaException">KAP7150 (exit 2): a line of the file is no property.</exception>
    public KafkaLogOptions? Get(ParseResult parsed, Dictionary<string, string>? configured = null)
    {
        Dictionary<string, string> properties = configured is null ? [] : new(configured);
        if (parsed.GetValue(_properties) is { } file)
        {
            foreach ((string name, string value) in PropertiesFile.Read(file))
            {
                properties[name] = value;
            }
        }

        if (parsed.GetValue(_bootstrap) is { } servers)
        {
            properties["bootstrap.servers"] = servers;
        }

        return properties.Count == 0 ? null : new KafkaLogOptions { Properties = properties };
    }
}
