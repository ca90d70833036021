using Vitrine.Web;

return args switch
{
    ["meter", .. var words] => await MeterHost.RunAsync(words),
    ["witness", .. var words] => await WitnessHost.RunAsync(words),
    _ => await SiteHost.RunAsync(args),
};
