namespace Kappa.Cli.Tests;

/// <summary>The notations of a connection come to the same, and none of them shows a password.</summary>
public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://me:p%40ss@db.example:6000/shop?sslmode=verify-full&connect_timeout=3")]
    [InlineData("postgresql://me@db.example:6000/shop?password=p%40ss&sslmode=verify-full&connect_timeout=3")]
    [InlineData(
        "host=db.example port=6000 user=me password='p@ss' dbname = shop sslmode=verify-full connect_timeout=3")]
    [InlineData("Host=db.example;Port=6000;Username=me;Password=p@ss;Database=shop;SSL Mode=VerifyFull;Timeout=3")]
    public void The_notations_of_psql_and_Npgsql_come_to_the_same(string text)
    {
        var address = PostgresAddress.Parse(text, _ => null);

        Assert.Equal(
            ("db.example", 6000, "me", "p@ss", "shop", Npgsql.SslMode.VerifyFull, 3),
            (address.Settings.Host, address.Settings.Port, address.Settings.Username, address.Settings.Password,
                address.Settings.Database, address.Settings.SslMode, address.Settings.Timeout));
        Assert.Equal("shop on db.example:6000", address.Name);
    }

    [Theory]
    [InlineData("postgres://[::1]:6000/", "::1", 6000, "fallback")]
    [InlineData("postgres://%2Ftmp%2Fsockets/shop", "/tmp/sockets", 5433, "shop")]
    [InlineData("postgres://a:1,b:2/shop", "a:1,b:2", 5433, "shop")]
    [InlineData("postgres:///shop", "elsewhere", 5433, "shop")]
    [InlineData("dbname='it\\'s'", "elsewhere", 5433, "it's")]
    public void What_is_not_said_comes_from_the_environment(string text, string host, int port, string database)
    {
        var address = PostgresAddress.Parse(text, name => name switch
        {
            "PGHOST" => "elsewhere",
            "PGPORT" => "5433",
            "PGDATABASE" => "fallback",
            _ => null,
        });

        Assert.Equal(
            (host, port, database), (address.Settings.Host, address.Settings.Port, address.Settings.Database));
    }

    [Theory]
    [InlineData("s3cret")]
    [InlineData("postgres://me:s3cret@db:port/shop")]
    [InlineData("postgres://me:s3cret@db/shop?sslmode")]
    [InlineData("host=db password='s3cret")]
    [InlineData("Host=db;Password=s3cret;Nope=1")]
    public void What_cannot_be_read_is_not_repeated(string text)
    {
        KappaException error = Assert.Throws<KappaException>(() => PostgresAddress.Parse(text, _ => null));

        Assert.Equal("KAP8030", error.Code);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--postgres", "postgres://me:s3cret@db/shop")]
    [InlineData("--postgres=Host=db;Password=s3cret")]
    [InlineData("postgres://me:s3cret@db/shop")]
    [InlineData("more", "host=db password=s3cret")]
    public async Task A_command_line_that_is_wrong_does_not_show_the_password(params string[] typed)
    {
        CliResult result = await Cli.RunAsync(["snapshot", "apply", "t", .. typed]);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("s3cret", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", string.Join(' ', typed.Select(PostgresAddress.Hide)), StringComparison.Ordinal);
    }
}
