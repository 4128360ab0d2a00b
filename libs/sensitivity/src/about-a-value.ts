/** Names about such a value that do not contain it: `token_count`, `email_verified`, `card_type`. */
export const ABOUT_A_VALUE =
  /(^(is|has|num|count|no_of|number_of|min|max|avg|average|total|sum)_)|_(count|counts|num_of|total|type|kind|status|state|flag|verified|valid|enabled|confirmed|at|on|date|time|length|version|amount|rate|ratio|share|algorithm|id|ids|expiry|expires|attempts|limit|policy|template|model|brand|make|maker|issuer|carrier|channel|platform|reason|region|country|provider|subject|title|type_name|kind_name|status_name|approval_code)$|(^|_)(postal|zip|post)_?code$/;

/** The same in Chinese, at the end of a name or of the label in a comment: 证件类型, 密码修改时间, 联系人数量. */
export const ABOUT_A_VALUE_CHINESE =
  /(类型|类别|状态|数量|个数|次数|时间|日期|标志|标记|长度|ID|主键|外键|金额|数|笔数|人数|占比|比例|率|渠道|型号|品牌|运营商|平台|方式|规则|策略|模板|等级|级别|有效期|收入|支付|支付额|流水|余额|是否.*)$/i;
