using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kappa.Cli;

/// <summary>
/// Reads <c>kappa.yaml</c>, or the same as JSON: groups of settings, each a name and a plain value. It goes by the
/// events of the parser, so that no depth of a hostile file is a depth of the stack.
/// </summary>
internal static class ConfigFile
{
    /// <summary>A file of settings is far below that; more is another file.</summary>
    private const int MostBytes = 64 * 1024;

    /// <exception cref="KappaException">
    /// KAP7170 to KAP7172 (exit 78): it cannot be read, its form is wrong, or a key or value is.
    /// </exception>
    public static IReadOnlyList<ConfigEntry> Read(string file)
    {
        try
        {
            return new FileInfo(file).Length > MostBytes
                ? throw ConfigErrors.Unreadable(file, $"it is larger than {MostBytes / 1024} KB.")
                : Parse(file, File.ReadAllText(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ConfigErrors.Unreadable(file, error.Message);
        }
    }

    internal static IReadOnlyList<ConfigEntry> Parse(string file, string text)
    {
        try
        {
            return new Walk(file, new Parser(new StringReader(text))).Read();
        }
        catch (YamlException error)
        {
            throw ConfigErrors.Form(
                $"{file}:{error.Start.Line}:{error.Start.Column}", $"this is no YAML: {error.Message}");
        }
    }

    private sealed class Walk(string file, IParser parser)
    {
        private readonly List<ConfigEntry> _entries = [];
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private string _within = "";

        public List<ConfigEntry> Read()
        {
            parser.Consume<StreamStart>();
            if (parser.TryConsume<DocumentStart>(out _))
            {
                if (!IsNothing())
                {
                    ReadMapping(Group);
                }

                parser.Consume<DocumentEnd>();
            }

            return parser.TryConsume<StreamEnd>(out _) ? _entries
                : throw Wrong("a second document begins here. Keep one.");
        }

        private void Group(Scalar name)
        {
            if (!SettingList.Groups.Contains(name.Value))
            {
                throw ConfigErrors.UnknownKey(Place(name), name.Value, SettingList.Groups);
            }

            if (!IsNothing())
            {
                ReadMapping(key => Value(name.Value, key));
            }
        }

        private void Value(string group, Scalar name)
        {
            string key = $"{group}.{name.Value}";
            WorkerSetting? setting = SettingList.All.FirstOrDefault(setting => setting.Key == key);
            if (setting is null && group != SettingList.KafkaGroup)
            {
                throw ConfigErrors.UnknownKey(Place(name), key, SettingList.All.Select(setting => setting.Key));
            }

            if (IsNothing())
            {
                return;
            }

            if (!parser.TryConsume<Scalar>(out var value))
            {
                throw Wrong($"{key} needs a plain value.");
            }

            if (setting is not null && !SecretReference.Is(value.Value) && !setting.Takes(value.Value))
            {
                throw ConfigErrors.Value(Place(value), key, value.Value, setting.Expected!);
            }

            _entries.Add(new ConfigEntry(key, value.Value, Place(value)));
        }

        private void ReadMapping(Action<Scalar> read)
        {
            if (!parser.TryConsume<MappingStart>(out _))
            {
                throw Wrong($"names and values are expected here, such as {SettingList.Listen.Key}.");
            }

            string above = _within;
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (!parser.TryConsume<Scalar>(out var name))
                {
                    throw Wrong("a name is expected here.");
                }

                _within = $"{above}/{name.Value}";
                if (!_seen.Add(_within))
                {
                    throw ConfigErrors.Form(Place(name), $"'{name.Value}' is set twice. Keep one.");
                }

                read(name);
            }

            _within = above;
        }

        /// <summary>Passes over a value that is left empty, as <c>config init</c> leaves them.</summary>
        private bool IsNothing()
        {
            if (parser.Current is not Scalar { Style: ScalarStyle.Plain, Value: "" or "~" or "null" })
            {
                return false;
            }

            parser.MoveNext();
            return true;
        }

        private KappaException Wrong(string what) => ConfigErrors.Form(Place(parser.Current!), what);

        private string Place(ParsingEvent at) => $"{file}:{at.Start.Line}:{at.Start.Column}";
    }
}
