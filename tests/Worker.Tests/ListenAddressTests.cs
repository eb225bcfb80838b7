namespace Kappa.Worker.Tests;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8088", "127.0.0.1:8088")]
    [InlineData(":0", "127.0.0.1:0")]
    [InlineData("localhost:99", "127.0.0.1:99")]
    [InlineData("http://127.0.0.1:99/", "127.0.0.1:99")]
    [InlineData("[::1]:99", "[::1]:99")]
    public void An_address_is_read_and_written(string text, string written) =>
        Assert.Equal(written, ListenAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("8088")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("example.com:80")]
    [InlineData("https://127.0.0.1:80")]
    public void What_is_no_address_is_refused(string text)
    {
        KappaException error = Assert.Throws<KappaException>(() => ListenAddress.Parse(text));

        Assert.Equal(("KAP5203", ExitCodes.Usage), (error.Code, error.ExitCode));
    }

    [Theory]
    [InlineData("127.0.0.1:1", true)]
    [InlineData("127.9.9.9:1", true)]
    [InlineData("[::1]:1", true)]
    [InlineData("0.0.0.0:1", false)]
    [InlineData("[::]:1", false)]
    [InlineData("10.0.0.1:1", false)]
    public void Loopback_is_what_only_this_machine_reaches(string text, bool isLoopback) =>
        Assert.Equal(isLoopback, ListenAddress.Parse(text).IsLoopback);
}
